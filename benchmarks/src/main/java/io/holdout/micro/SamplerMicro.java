package io.holdout.micro;

import io.holdout.coordinator.search.Choice;
import io.holdout.coordinator.search.Parameter;
import io.holdout.coordinator.search.Real;
import io.holdout.coordinator.search.Search;
import io.holdout.coordinator.search.SearchSpace;
import io.holdout.coordinator.search.Study;
import io.holdout.coordinator.search.stopping.NoStopping;
import io.holdout.protocol.trial.Seeds;
import java.util.List;
import java.util.OptionalDouble;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A suggestion of TPE after 50 results, as a sweep asks for it: four parameters, one of them with a condition. */
@State(Scope.Benchmark)
public class SamplerMicro {
    private static final int RESULTS = 50;
    private static final SearchSpace SPACE = new SearchSpace(List.of(
            Parameter.of("learning_rate", new Real(1e-4, 0.03, true)),
            Parameter.of("optimizer", new Choice(List.of("adam", "sgd"))),
            Parameter.when("optimizer", "sgd", "momentum", new Real(0.5, 0.99, false)),
            Parameter.of("fine_tune.learning_rate", new Real(1e-4, 0.01, true))));

    @Param({"false", "true"})
    public boolean multivariate;

    private final Study alone = study(false);
    private final Study together = study(true);

    private static Study study(boolean multivariate) {
        var search = new Search(Search.Algorithm.TPE, 2 * RESULTS, 1, multivariate, 10, SPACE, new NoStopping(5));
        Study study = Study.of(search, 1);
        for (int i = 0; i < RESULTS; i++) {
            Study.Job job = study.next().orElseThrow();
            double score = (Seeds.derive(1, "score", i) >>> 11) * 0x1.0p-53;
            study = study.started(job).ended(job.candidate(), job.until(), OptionalDouble.of(score));
        }
        return study;
    }

    @Benchmark
    public Object suggestion() {
        return (multivariate ? together : alone).next();
    }
}
