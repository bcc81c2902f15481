package io.holdout.worker.data;

import static io.holdout.protocol.catalog.TaskTarget.BINARY_CLASSIFICATION;
import static io.holdout.protocol.catalog.TaskTarget.MULTICLASS_CLASSIFICATION;
import static io.holdout.protocol.catalog.TaskTarget.MULTILABEL_CLASSIFICATION;
import static io.holdout.protocol.catalog.TaskTarget.ORDINAL_REGRESSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdout.protocol.catalog.TaskTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
    private static final Scores UNDEFINED = new Scores(Double.NaN, Double.NaN);

    @Test
    void binary_accuracy_asks_on_which_side_of_zero_the_logit_is() {
        var targets = new Targets(BINARY_CLASSIFICATION, 2, 4, new int[] {0, 0, 1, 1});
        assertEquals(new Scores(0.75, 0.75), Metrics.score(targets, new float[] {-2, -0.5f, -1, 3}));
    }

    @Test
    void a_logit_of_zero_answers_no() {
        var targets = new Targets(BINARY_CLASSIFICATION, 2, 2, new int[] {0, 1});
        assertEquals(new Scores(0.5, 0.5), Metrics.score(targets, new float[] {0, 0}));
    }

    @Test
    void tells_logits_apart_that_the_sigmoid_would_round_to_one() {
        var targets = new Targets(BINARY_CLASSIFICATION, 2, 2, new int[] {0, 1});
        assertEquals(1.0, Metrics.score(targets, new float[] {50, 60}).auroc());
    }

    @Test
    void averages_one_class_against_the_rest_over_the_classes() {
        // Softmax is [p, q, rest]; logits are logarithms of the probabilities.
        var targets = new Targets(MULTICLASS_CLASSIFICATION, 3, 3, new int[] {0, 1, 2});
        float[] logits = logarithms(.5f, .2f, .3f, .6f, .3f, .1f, .2f, .2f, .6f);
        // Class 0: .5 against {.6, .2} = 1/2. Class 1: .3 against {.2, .2} = 1. Class 2: .6 against {.3, .1} = 1.
        assertEquals(5.0 / 6, Metrics.score(targets, logits).auroc(), 1e-12);
        assertEquals(2.0 / 3, Metrics.score(targets, logits).accuracy());
    }

    @Test
    void ranks_by_probability_and_not_by_logit() {
        // The logits of class 0 are 5 and 6, its probabilities .99 and .27: class 0 is told apart.
        var targets = new Targets(MULTICLASS_CLASSIFICATION, 2, 2, new int[] {0, 1});
        assertEquals(new Scores(1, 1), Metrics.score(targets, new float[] {5, 0, 6, 7}));
    }

    @Test
    void the_first_of_equally_large_logits_is_the_answer() {
        var targets = new Targets(MULTICLASS_CLASSIFICATION, 3, 3, new int[] {0, 1, 2});
        assertEquals(1.0 / 3, Metrics.score(targets, new float[9]).accuracy());
        assertEquals(0.5, Metrics.score(targets, new float[9]).auroc());
    }

    @Test
    void leaves_classes_without_samples_out_of_the_mean() {
        var targets = new Targets(ORDINAL_REGRESSION, 3, 2, new int[] {0, 2});
        assertEquals(1.0, Metrics.score(targets, new float[] {3, 1, 0, 0, 1, 3}).auroc());
    }

    @Test
    void auroc_is_undefined_when_all_samples_are_of_one_class_but_accuracy_is_not() {
        var targets = new Targets(MULTICLASS_CLASSIFICATION, 2, 2, new int[] {0, 0});
        assertEquals(new Scores(Double.NaN, 0.5), Metrics.score(targets, new float[] {1, 0, 0, 1}));
    }

    @Test
    void multi_label_averages_over_labels_that_have_both_and_counts_entries() {
        // Label 0 is told apart, label 1 the wrong way round, label 2 has no negatives.
        var targets = new Targets(MULTILABEL_CLASSIFICATION, 3, 2, new int[] {1, 0, 1, 0, 1, 1});
        float[] logits = {2, 1, 1, -2, -1, -1};
        assertEquals(new Scores(0.5, 3.0 / 6), Metrics.score(targets, logits));
    }

    @Test
    void large_logits_do_not_overflow_the_softmax() {
        var targets = new Targets(MULTICLASS_CLASSIFICATION, 2, 2, new int[] {0, 1});
        assertEquals(new Scores(1, 1), Metrics.score(targets, new float[] {3e38f, -3e38f, -3e38f, 3e38f}));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void a_logit_that_is_not_finite_makes_both_scores_undefined(float logit) {
        for (TaskTarget target : TaskTarget.values()) {
            var targets = new Targets(target, 2, 2, new int[target.headOutputs(2) * 2]);
            float[] logits = new float[targets.headOutputs() * 2];
            logits[1] = logit;
            assertEquals(UNDEFINED, Metrics.score(targets, logits));
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_samples_have_no_scores(TaskTarget target) {
        assertEquals(UNDEFINED, Metrics.score(new Targets(target, 2, 0, new int[0]), new float[0]));
    }

    @Test
    void refuses_logits_that_do_not_fit_the_targets() {
        var targets = new Targets(MULTICLASS_CLASSIFICATION, 3, 2, new int[] {0, 1});
        assertThrows(IllegalArgumentException.class, () -> Metrics.score(targets, new float[5]));
    }

    private static float[] logarithms(float... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) StrictMath.log(probabilities[i]);
        }
        return logits;
    }
}
