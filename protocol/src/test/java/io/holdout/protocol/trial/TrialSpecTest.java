package io.holdout.protocol.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdout.protocol.catalog.TaskRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrialSpecTest {
    private static final BackboneSpec CONV4 = new BackboneSpec("conv4", 32, 32);

    private static PretrainSpec pretrain(List<TaskRef> sources, double learningRate) {
        return new PretrainSpec(
                CONV4,
                new StartingPoint.Random(1),
                sources,
                new PretrainSettings.MultiTask(
                        OptimizerSettings.adam(learningRate), 64, 10, 0, 10, true, false, false, 0),
                new TreeMap<>(Map.of("a", "f1", "b", "f2")),
                3,
                Recipe.PRETRAIN_MULTI_TASK);
    }

    private static AdaptSpec adapt(int from, int to) {
        return new AdaptSpec(
                CONV4,
                new StartingPoint.Checkpoint(pretrain(List.of(), 0.001).id(), CheckpointKind.BEST_AUROC),
                new TaskRef("bus", "malignancy"),
                "f3",
                new EpisodeSettings(5, 10, 50, 0),
                from,
                to,
                new AdaptMethod.FineTune(OptimizerSettings.adam(0.001), List.of(100, 50)),
                9,
                Recipe.ADAPT);
    }

    private static ValidateSpec validate() {
        return new ValidateSpec(
                CONV4,
                new StartingPoint.Random(1),
                List.of(new TaskRef("bus", "malignancy")),
                new TreeMap<>(Map.of("bus", "f3")),
                new EpisodeSettings(5, 10, 15, 0),
                8,
                new AdaptMethod.NearestCentroid(AdaptMethod.Distance.EUCLIDEAN),
                9,
                Recipe.VALIDATE);
    }

    @Test
    void a_piece_of_a_training_needs_the_piece_before_and_leaves_the_identity_of_whole_ones_alone() {
        PretrainSpec whole = pretrain(List.of(new TaskRef("a", "x")), 1e-4);
        PretrainSpec first = whole.at(new Rung(2, null));
        PretrainSpec second = whole.at(new Rung(6, first.id()));

        assertEquals(List.of(), first.dependencies());
        assertEquals(List.of(first.id()), second.dependencies());
        assertEquals(3, Set.of(whole.id(), first.id(), second.id()).size());
        assertFalse(whole.canonicalForm().contains("rung"), "older versions wrote it so");
    }

    @Test
    void a_result_names_what_other_trials_need() {
        var checkpoints = new TreeMap<>(Map.of(CheckpointKind.LAST, "c"));
        var paused = new Paused("{}", new TreeMap<>(Map.of("state-4", "s", "weights-1", "w")));
        var curve = List.of(new TrialResult.EpochPoint(1, 0.5, 0.5, 0.5));
        var piece = new TrialResult.Pretrained(checkpoints, 1, curve, paused);

        assertEquals(Set.of("c", "s", "w"), piece.artifacts());
        assertEquals(piece, CanonicalJson.read(piece.canonicalForm(), TrialResult.class));
        assertFalse(new TrialResult.Pretrained(checkpoints, 1, curve)
                .canonicalForm()
                .contains("paused"));
        assertEquals(Set.of("s", "w"), new TrialResult.Supervised(0.5, 0.5, 0.5, 3, 1, "c", curve, paused).artifacts());
    }

    @Test
    void has_one_id_however_its_parts_are_ordered() {
        var tasks = List.of(new TaskRef("b", "y"), new TaskRef("a", "x"));

        assertEquals(
                pretrain(tasks, 0.001).id(),
                pretrain(List.of(tasks.get(1), tasks.get(0)), 0.001).id());
        assertNotEquals(pretrain(tasks, 0.001).id(), pretrain(tasks, 0.0001).id());
    }

    @Test
    void comes_back_equal_from_its_canonical_form() {
        PretrainSpec whole = pretrain(List.of(new TaskRef("a", "x")), 1e-4);
        for (TrialSpec spec : List.of(
                whole, whole.at(new Rung(2, null)), whole.at(new Rung(6, whole.id())), validate(), adapt(0, 10))) {
            TrialSpec read = CanonicalJson.read(spec.canonicalForm(), TrialSpec.class);
            assertEquals(spec, read);
            assertEquals(spec.id(), read.id());
        }
    }

    @Test
    void writes_the_kind_then_keys_in_order_and_doubles_shortly() {
        var result = new TrialResult.Adapted(List.of(new TrialResult.EpisodePoint(0, 50, 0.001, 0.5, Double.NaN)));

        assertEquals(
                "{\"kind\":\"adapted\","
                        + "\"episodes\":[{\"accuracy\":0.5,\"auroc\":0.001,\"episode\":0,\"loss\":\"NaN\",\"steps\":50}]}",
                result.canonicalForm());
    }

    @Test
    void refuses_unknown_keys_and_ids_that_are_none() {
        assertThrows(
                IllegalArgumentException.class,
                () -> CanonicalJson.read("{\"kind\":\"adapted\",\"episodes\":[],\"x\":1}", TrialResult.class));
        assertThrows(IllegalArgumentException.class, () -> new TrialId("../etc"));
    }
}
