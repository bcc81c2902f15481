package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.holdout.protocol.trial.OptimizerSettings;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.Rung;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pieces of a training, each a trial of its own, come to the bytes of a training that never stopped. */
class RungTest {
    private static final int EPOCHS = 4;

    /** One whose learning rate depends on how far the whole training goes is the likeliest to differ. */
    private static PretrainSettings cosine() {
        PretrainSettings.MultiTask m = Trials.multiTask(EPOCHS);
        var optimizer = new OptimizerSettings(
                OptimizerSettings.Kind.ADAMW, 1e-2, 0.01, 0, OptimizerSettings.Schedule.COSINE, 1);
        return new PretrainSettings.MultiTask(
                optimizer,
                m.batchSize(),
                m.maxEpochs(),
                m.stepsPerEpoch(),
                m.patience(),
                m.augment(),
                m.lossScaling(),
                m.classWeights(),
                m.validationImages());
    }

    static List<TrialSpec> trainings() {
        return List.of(
                Trials.pretrain(cosine(), PaintedDatasets.bits("first"), PaintedDatasets.period("second")),
                Trials.pretrain(Trials.maml(EPOCHS, true), PaintedDatasets.bits("first")),
                Trials.supervised(PaintedDatasets.period("target"), EPOCHS));
    }

    private static TrialSpec piece(TrialSpec training, int epochs, @Nullable TrialId from) {
        var rung = new Rung(epochs, from);
        return training instanceof PretrainSpec pretrain ? pretrain.at(rung) : ((SupervisedSpec) training).at(rung);
    }

    private static @Nullable Object pausedAt(TrialResult result) {
        return result instanceof TrialResult.Pretrained pretrained
                ? pretrained.paused()
                : ((TrialResult.Supervised) result).paused();
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void pieces_come_to_the_bytes_of_the_whole(TrialSpec training) {
        TrialResult whole = Trials.run(training);
        var artifacts = new MemoryArtifacts();
        TrialSpec first = piece(training, 1, null);
        TrialResult afterFirst = run(artifacts, first, Map.of());
        TrialSpec second = piece(training, 3, first.id());
        TrialResult afterSecond = run(artifacts, second, Map.of(first.id(), afterFirst));
        TrialSpec last = piece(training, EPOCHS, second.id());

        TrialResult found = run(artifacts, last, Map.of(second.id(), afterSecond));

        assertEquals(whole, found);
        assertNotNull(pausedAt(afterFirst), "whoever goes on needs it");
        assertNotNull(pausedAt(afterSecond));
        assertNull(pausedAt(found), "nobody goes on from the end");
    }

    private static TrialResult run(MemoryArtifacts artifacts, TrialSpec trial, Map<TrialId, TrialResult> inputs) {
        return Trials.learner(artifacts).run(trial, inputs, Trials.QUIET, Checkpoints.NONE);
    }
}
