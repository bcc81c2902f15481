package io.holdout.cli;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.TrialId;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * What sharing saves: a sweep is run once, and each pre-training's own time counted as often as it would have been run without
 * sharing.
 *
 * <p>Arguments: a folder for the home, and more of those of {@code holdout demo}. Prints a line of JSON after the table.
 */
public final class SharingBenchmark {
    private SharingBenchmark() {}

    /**
     * Seconds of slots, all by the clock of who ran them.
     *
     * @param pretrainings that were run
     * @param perDataset that there would be with one for each dataset that is a target, as the benchmark's authors have it
     * @param perTask that there would be with one for each target task
     * @param sharedSeconds of the pre-trainings that were run
     * @param perDatasetSeconds what those would take
     * @param perTaskSeconds what those would take
     * @param otherSeconds of all other trials, which nothing shares
     */
    public record Measured(
            String what,
            int pretrainings,
            int perDataset,
            int perTask,
            double sharedSeconds,
            double perDatasetSeconds,
            double perTaskSeconds,
            double otherSeconds) {}

    public static void main(String[] arguments) {
        var demo = new ArrayList<>(List.of("demo", "--home"));
        demo.addAll(List.of(arguments));
        int code = Main.execute(new PrintWriter(System.err, true, StandardCharsets.UTF_8), demo.toArray(String[]::new));
        if (code != ExitCode.OK) {
            System.exit(code);
        }
        try {
            var home = new Home(Path.of(arguments[0]), null, null);
            var sweep = StoredSweep.of(home, Optional.empty());
            var millis = new HashMap<TrialId, Long>();
            sweep.events().forEach(event -> {
                if (event instanceof SweepEvent.TrialSucceeded succeeded) {
                    millis.put(succeeded.attempt().trial(), succeeded.durationMillis());
                }
            });
            System.out.println(CanonicalJson.write(of(sweep.state().plan(), trial -> millis.getOrDefault(trial, 0L))));
        } catch (HoldoutException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    /** @param millis that each trial took */
    public static Measured of(Plan plan, ToLongFunction<TrialId> millis) {
        Map<Integer, Set<TaskRef>> tasks = new HashMap<>();
        Map<Integer, Set<String>> datasets = new HashMap<>();
        for (Experiment cell : plan.experiments()) {
            for (int trial : cell.needs()) {
                tasks.computeIfAbsent(trial, any -> new HashSet<>()).add(cell.target());
                datasets.computeIfAbsent(trial, any -> new HashSet<>())
                        .add(cell.target().dataset());
            }
        }
        var count = new int[3];
        var seconds = new double[4];
        for (PlannedTrial planned : plan.trials()) {
            double took = millis.applyAsLong(planned.id()) / 1e3;
            if (planned.spec() instanceof PretrainSpec) {
                int[] runs = {
                    1,
                    datasets.getOrDefault(planned.index(), Set.of()).size(),
                    tasks.getOrDefault(planned.index(), Set.of()).size()
                };
                for (int way = 0; way < runs.length; way++) {
                    count[way] += runs[way];
                    seconds[way] += runs[way] * took;
                }
            } else {
                seconds[3] += took;
            }
        }
        return new Measured("sharing", count[0], count[1], count[2], seconds[0], seconds[1], seconds[2], seconds[3]);
    }
}
