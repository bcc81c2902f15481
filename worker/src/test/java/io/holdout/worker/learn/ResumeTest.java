package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A trial that was stopped and went on from its checkpoint gives the bytes of one that never was. */
class ResumeTest {
    private static final TaskRef SOURCE = PaintedDatasets.bits("first");

    static List<TrialSpec> everyMethod() {
        TaskRef target = PaintedDatasets.period("target");
        return List.of(
                Trials.pretrain(Trials.multiTask(3), SOURCE, PaintedDatasets.period("second")),
                Trials.pretrain(Trials.maml(3, true), SOURCE),
                Trials.supervised(target, 3),
                Trials.adapt(target, 0, 4),
                Trials.adapt(target, 0, 4, Trials.LINEAR_PROBE),
                Trials.adapt(target, 0, 10, Trials.NEAREST_CENTROID),
                Trials.validate(Trials.LINEAR_PROBE, 3, SOURCE, PaintedDatasets.period("second")));
    }

    /** Keeps the newest in memory; due whenever asked for. */
    private static final class InMemory implements Checkpoints {
        private final Map<String, byte[]> written = new HashMap<>();
        private Optional<Checkpoint> newest = Optional.empty();
        private int resumed;

        @Override
        public Optional<Checkpoint> latest() {
            resumed += newest.isPresent() ? 1 : 0;
            return newest;
        }

        @Override
        public boolean due() {
            return true;
        }

        @Override
        public void save(long position, String facts, Map<String, Supplier<byte[]>> parts) {
            parts.forEach((name, part) -> written.computeIfAbsent(name, any -> part.get()));
            var bytes = new HashMap<String, byte[]>();
            parts.keySet().forEach(name -> bytes.put(name, written.get(name)));
            newest = Optional.of(new Checkpoint(facts, bytes));
        }
    }

    private static final class StopAfter implements Progress {
        private final long units;
        private long seen;
        private long last;

        StopAfter(long units) {
            this.units = units;
        }

        @Override
        public void at(long done, long total, String note) {
            seen++;
            last = done;
        }

        @Override
        public boolean shouldStop() {
            return seen >= units;
        }
    }

    @ParameterizedTest
    @MethodSource("everyMethod")
    void goes_on_bit_for_bit_wherever_it_was_stopped(TrialSpec trial) {
        var artifacts = new MemoryArtifacts();
        TorchLearner learner = Trials.learner(artifacts);
        var whole = new StopAfter(Long.MAX_VALUE);
        TrialResult uninterrupted = learner.run(trial, Map.of(), whole, Checkpoints.NONE);
        var checkpoints = new InMemory();
        // an episode is not saved in the middle
        long pause = whole.seen / (trial instanceof AdaptSpec ? 3 : 5);
        TrialResult found = null;
        int stops = 0;
        long last = 0;
        while (found == null) {
            var progress = new StopAfter(pause);
            try {
                found = Trials.learner(artifacts).run(trial, Map.of(), progress, checkpoints);
            } catch (StoppedException e) {
                stops++;
                assertTrue(stops < 100, "it never ends");
            }
            last = Math.max(last, progress.last);
        }
        assertTrue(stops >= 3, "stopped " + stops + " times");
        assertEquals(stops, checkpoints.resumed);
        assertEquals(uninterrupted, found);
        assertEquals(whole.last, last, "progress goes on, too");
    }

    @ParameterizedTest
    @MethodSource("everyMethod")
    void a_trial_told_to_stop_saves_where_it_is(TrialSpec trial) {
        var checkpoints = new InMemory();
        assertThrows(
                StoppedException.class, () -> Trials.learner().run(trial, Map.of(), new StopAfter(2), checkpoints));
        assertTrue(checkpoints.latest().isPresent());
    }
}
