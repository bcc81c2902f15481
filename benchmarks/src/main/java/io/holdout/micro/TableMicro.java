package io.holdout.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.report.Outcome;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableText;
import io.holdout.coordinator.simulate.BareSweep;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.CheckpointKind;
import io.holdout.protocol.trial.Seeds;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The table of a finished sweep: 54 tasks by 6 rows, 100 episodes a cell. */
@State(Scope.Benchmark)
public class TableMicro {
    private final Plan plan = BareSweep.submission(
                    """
            sweep: running
            targets: all
            strategies: [random-init, mm-pt]
            backbones: [conv4]
            shots: [1, 5, 10]
            episodes: 100
            """)
            .plan();
    private final List<byte[]> stored = plan.trials().stream()
            .map(trial -> result(trial.spec()).canonicalForm().getBytes(UTF_8))
            .toList();
    private final List<Outcome> outcomes =
            stored.stream().<Outcome>map(TableMicro::read).toList();

    public TableMicro() {
        if (plan.rows().size() != 6 || plan.columns().size() != 54) {
            throw new IllegalStateException(
                    plan.columns().size() + " x " + plan.rows().size() + " cells");
        }
    }

    private static Outcome read(byte[] bytes) {
        return new Outcome.Done(CanonicalJson.read(new String(bytes, UTF_8), TrialResult.class));
    }

    private static TrialResult result(TrialSpec spec) {
        long seed = spec.id().hex().hashCode();
        if (spec instanceof AdaptSpec adapt) {
            var points = new ArrayList<TrialResult.EpisodePoint>();
            for (int episode = adapt.fromEpisode(); episode < adapt.toEpisode(); episode++) {
                for (int steps : adapt.method().steps()) {
                    double auroc = (Seeds.derive(seed, episode, steps) >>> 11) * 0x1.0p-53;
                    points.add(new TrialResult.EpisodePoint(episode, steps, auroc, auroc, 0.5));
                }
            }
            return new TrialResult.Adapted(points);
        }
        var checkpoints = new TreeMap<CheckpointKind, String>();
        for (CheckpointKind kind : CheckpointKind.values()) {
            checkpoints.put(kind, CanonicalJson.sha256(spec.id().hex() + kind));
        }
        return new TrialResult.Pretrained(checkpoints, 1, List.of(new TrialResult.EpochPoint(1, 0.7, 0.6, 0.6)));
    }

    /** From results in memory. */
    @Benchmark
    public Object table() {
        return Table.of(plan, outcomes::get);
    }

    /** From the bytes of results, which are what takes the time, to the bytes of an answer. */
    @Benchmark
    public Object tableFromBytesToJson() {
        return TableText.json(Table.of(plan, index -> read(stored.get(index))));
    }
}
