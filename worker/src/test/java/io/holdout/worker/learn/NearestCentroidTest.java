package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.trial.AdaptMethod.Distance;
import io.holdout.protocol.trial.BackboneSpec;
import io.holdout.worker.data.Targets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Centroids worked out by hand, in a space of two features. */
class NearestCentroidTest {
    private static final float[] SUPPORT = {0, 0, 2, 0, 0, 4, 0, 6};
    private static final float[] QUERY = {1, 0, 0, 5, 1, 2};

    private NDManager manager;

    @BeforeEach
    void open() {
        TestEngine.start();
        TorchEngine.enter();
        manager = TorchEngine.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** conv4 of width 2 on 16 pixels has two features. */
    private NearestCentroid learner(Distance distance) {
        Backbone backbone = Backbones.of(new BackboneSpec("conv4", 2, 16));
        assertEquals(2, backbone.features());
        var network = new Network(backbone, 16, new Loaders(1));
        return new NearestCentroid(manager, distance, network, Initialiser.backbone(backbone, 1));
    }

    @Test
    void a_class_is_as_likely_as_its_mean_is_near() {
        var targets = new Targets(TaskTarget.MULTICLASS_CLASSIFICATION, 2, 4, new int[] {0, 0, 1, 1});
        // centroids (1,0) and (0,5)
        assertArrayEquals(
                new float[] {0, -26, -26, 0, -4, -10},
                learner(Distance.EUCLIDEAN).logits(targets, SUPPORT, QUERY));
    }

    @Test
    void a_binary_answer_is_how_much_nearer_the_positives_are() {
        var targets = new Targets(TaskTarget.BINARY_CLASSIFICATION, 2, 4, new int[] {0, 0, 1, 1});
        assertArrayEquals(new float[] {-26, 26, -6}, learner(Distance.EUCLIDEAN).logits(targets, SUPPORT, QUERY));
    }

    @Test
    void each_label_has_centroids_of_its_own() {
        var targets = new Targets(TaskTarget.MULTILABEL_CLASSIFICATION, 2, 4, new int[] {0, 1, 0, 0, 1, 1, 1, 0});
        // label 0: (0,5) against (1,0); label 1: (0,2) against (1,3)
        assertArrayEquals(
                new float[] {-26, 9 - 5, 26, 5 - 9, -6, 1 - 1},
                learner(Distance.EUCLIDEAN).logits(targets, SUPPORT, QUERY));
    }

    @Test
    void the_cosine_does_not_see_how_long_features_are() {
        var targets = new Targets(TaskTarget.MULTICLASS_CLASSIFICATION, 2, 4, new int[] {0, 0, 1, 1});
        float[] support = {1, 0, 3, 0, 0, 4, 0, 6};
        float[] near = learner(Distance.COSINE).logits(targets, support, new float[] {1, 1});
        float[] far = learner(Distance.COSINE).logits(targets, support, new float[] {100, 100});
        assertArrayEquals(near, far, 1e-5f);
        assertEquals(-10 * (1 - Math.sqrt(0.5)), near[0], 1e-5);
        assertEquals(near[0], near[1], 1e-5);
    }
}
