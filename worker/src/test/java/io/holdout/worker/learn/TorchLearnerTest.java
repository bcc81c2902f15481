package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialResult.EpisodePoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every method learns something that can be learnt, and does it the same way twice. */
class TorchLearnerTest {
    private static final TaskRef[] SOURCES = {
        PaintedDatasets.period("first"), PaintedDatasets.odd("first"), PaintedDatasets.bits("second")
    };

    @ParameterizedTest
    @ValueSource(strings = {"period", "odd", "bits"})
    void fine_tuning_learns_a_target_of_each_kind_from_its_support_sets(String task) {
        List<EpisodePoint> points = adapted(new TaskRef("target", task), 0, 12);

        assertEquals(
                List.of(5, 30, 5, 30),
                points.stream().map(EpisodePoint::steps).limit(4).toList());
        double auroc = points.stream()
                .filter(p -> p.steps() == 30)
                .mapToDouble(EpisodePoint::auroc)
                .average()
                .orElseThrow();
        assertTrue(auroc > 0.75, "AUROC " + auroc);
    }

    @Test
    void episodes_give_the_same_points_however_they_are_sharded() {
        TaskRef target = PaintedDatasets.period("target");
        List<EpisodePoint> shards = new ArrayList<>(adapted(target, 2, 3));
        shards.addAll(adapted(target, 3, 5));

        assertEquals(adapted(target, 2, 5), shards);
    }

    @Test
    void multi_task_pretraining_learns_its_sources_and_repeats_to_the_bit() {
        var spec = Trials.pretrain(Trials.multiTask(8), SOURCES);
        var first = (TrialResult.Pretrained) Trials.run(spec);

        var last = first.epochs().get(first.epochs().size() - 1);
        assertTrue(last.validationAuroc() > 0.8, first.toString());
        assertTrue(last.trainLoss() < first.epochs().get(0).trainLoss(), first.toString());
        assertEquals(first, Trials.run(spec));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void maml_learns_to_learn_and_repeats_to_the_bit(boolean secondOrder) {
        var spec = Trials.pretrain(Trials.maml(3, secondOrder), SOURCES);
        var first = (TrialResult.Pretrained) Trials.run(spec);

        assertTrue(first.epochs().get(2).validationAuroc() > 0.65, first.toString());
        assertTrue(first.epochs().get(2).trainLoss() < first.epochs().get(0).trainLoss(), first.toString());
        assertEquals(first, Trials.run(spec));
    }

    @Test
    void supervised_training_learns_and_repeats_to_the_bit() {
        var spec = Trials.supervised(PaintedDatasets.period("target"), 4);
        var first = (TrialResult.Supervised) Trials.run(spec);

        assertTrue(first.testAuroc() > 0.8, first.toString());
        assertEquals(56, first.testSamples());
        assertEquals(first, Trials.run(spec));
    }

    private static List<EpisodePoint> adapted(TaskRef target, int from, int to) {
        return ((TrialResult.Adapted) Trials.run(Trials.adapt(target, from, to))).episodes();
    }
}
