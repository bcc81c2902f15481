package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.EpisodeSettings;
import io.holdout.protocol.trial.TrialSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How trials end when they cannot, or should not, go on. */
class TrialFailuresTest {
    private static final String TARGET = "target";

    static List<TrialSpec> everyMethod() {
        var source = PaintedDatasets.period("first");
        return List.of(
                Trials.adapt(PaintedDatasets.period(TARGET), 0, 2),
                Trials.adapt(PaintedDatasets.period(TARGET), 0, 2, Trials.LINEAR_PROBE),
                Trials.adapt(PaintedDatasets.period(TARGET), 0, 4, Trials.NEAREST_CENTROID),
                Trials.pretrain(Trials.multiTask(2), source),
                Trials.pretrain(Trials.maml(2, true), source),
                Trials.supervised(PaintedDatasets.period(TARGET), 2));
    }

    @ParameterizedTest
    @MethodSource("everyMethod")
    void every_method_stops_at_once_when_told(TrialSpec trial) {
        var stopping = new Recorded(3);
        assertThrows(StoppedException.class, () -> Trials.learner().run(trial, Map.of(), stopping, Checkpoints.NONE));
        assertEquals(3, stopping.done.size());
    }

    @ParameterizedTest
    @MethodSource("everyMethod")
    void every_method_tells_of_each_unit_of_work_and_ends_within_its_total(TrialSpec trial) {
        var recorded = new Recorded(Integer.MAX_VALUE);
        Trials.learner().run(trial, Map.of(), recorded, Checkpoints.NONE);
        for (int i = 0; i < recorded.done.size(); i++) {
            assertEquals(i + 1L, recorded.done.get(i));
        }
        assertEquals(recorded.total, recorded.done.size(), recorded.total * 0.2);
    }

    @Test
    void a_learning_rate_that_makes_weights_explode_is_a_numeric_failure() {
        var spec = Trials.adapt(Trials.RANDOM, PaintedDatasets.odd(TARGET), 0, 1, 1e30, List.of(20));
        Failure failure = failure(spec);
        assertEquals(FailureClass.NUMERIC, failure.failureClass());
        assertEquals("NOT_FINITE", failure.code());
    }

    @Test
    void data_that_changed_since_the_sweep_was_planned_is_refused() {
        AdaptSpec spec = Trials.adapt(PaintedDatasets.odd("a"), 0, 1);
        var changed = new AdaptSpec(
                spec.backbone(),
                spec.start(),
                spec.target(),
                "another fingerprint",
                spec.episodes(),
                0,
                1,
                spec.method(),
                spec.seed(),
                spec.recipe());
        assertEquals("DATA_CHANGED", failure(changed).code());
    }

    @Test
    void a_target_without_enough_images_is_unusable_and_says_why() {
        AdaptSpec spec = Trials.adapt(PaintedDatasets.period(TARGET), 0, 1);
        var demanding = new AdaptSpec(
                spec.backbone(),
                spec.start(),
                spec.target(),
                spec.dataFingerprint(),
                new EpisodeSettings(5, 10, 1000, 1),
                0,
                1,
                spec.method(),
                spec.seed(),
                spec.recipe());
        Failure failure = failure(demanding);
        assertEquals(FailureClass.USER, failure.failureClass());
        assertEquals("TASK_UNUSABLE", failure.code());
        assertTrue(failure.message().contains("target/period"), failure.message());
    }

    private static Failure failure(TrialSpec spec) {
        return assertThrows(HoldoutException.class, () -> Trials.run(spec)).failure();
    }

    /** Remembers what it was told; asks to stop after some units. */
    private static final class Recorded implements Progress {
        private final int stopAfter;
        private final List<Long> done = new ArrayList<>();
        private long total;

        Recorded(int stopAfter) {
            this.stopAfter = stopAfter;
        }

        @Override
        public void at(long done, long total, String note) {
            this.done.add(done);
            this.total = total;
        }

        @Override
        public boolean shouldStop() {
            return done.size() >= stopAfter;
        }
    }
}
