package io.holdout.worker.data.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.worker.data.EpisodeSampler;
import io.holdout.worker.data.Metrics;
import io.holdout.worker.data.Split;
import io.holdout.worker.data.Targets;
import io.holdout.worker.data.TaskLabels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A weak learner, the nearest mean of simple features, trained on the train split and asked about the test split. */
class DemoLearnableTest {
    private static final long SEED = 7;
    private static final Map<String, Double> AUROC = new TreeMap<>();

    @BeforeAll
    static void learn_all_tasks() {
        for (DatasetInfo info : DemoData.catalogue(SEED).datasets()) {
            var dataset = new DemoDataset(info, SEED);
            double[][] features = standardised(features(dataset));
            for (TaskLabels labels : dataset.labels().values()) {
                AUROC.put(labels.task().ref().toString(), auroc(labels, features, dataset.splits()));
            }
        }
    }

    @Test
    void labels_can_be_learned_from_pixels() {
        assertEquals(54, AUROC.size());
        long learned = AUROC.values().stream().filter(auroc -> auroc > 0.6).count();
        double mean = AUROC.values().stream().mapToDouble(d -> d).average().orElse(0);

        assertTrue(learned >= 40, () -> learned + " tasks above 0.6: " + AUROC);
        assertTrue(mean > 0.65, () -> "mean " + mean + ": " + AUROC);
    }

    @Test
    void no_task_is_given_away() {
        assertTrue(AUROC.values().stream().allMatch(auroc -> auroc < 0.995), AUROC::toString);
        double mean = AUROC.values().stream().mapToDouble(d -> d).average().orElse(1);
        assertTrue(mean < 0.9, () -> "mean " + mean);
    }

    /** Mean one-against-the-rest AUROC on the test split of nearness to the class rather than to the rest. */
    private static double auroc(TaskLabels labels, double[][] features, Map<Split, int[]> splits) {
        int[] all = IntStream.range(0, labels.samples()).toArray();
        List<Integer> kept = EpisodeSampler.classesKept(labels, all, 50);
        return kept.stream()
                .mapToDouble(aClass -> auroc(membership(labels, aClass), features, splits))
                .average()
                .orElseThrow();
    }

    private static double auroc(int[] member, double[][] features, Map<Split, int[]> splits) {
        int[] train = Objects.requireNonNull(splits.get(Split.TRAIN));
        int[] test = Objects.requireNonNull(splits.get(Split.TEST));
        double[] inside = mean(features, train, member, 1);
        double[] outside = mean(features, train, member, 0);
        float[] scores = new float[test.length];
        for (int i = 0; i < test.length; i++) {
            scores[i] = (float) (SimpleFeatures.distance(features[test[i]], outside)
                    - SimpleFeatures.distance(features[test[i]], inside));
        }
        int[] answers = Arrays.stream(test).map(sample -> member[sample]).toArray();
        return Metrics.score(new Targets(TaskTarget.BINARY_CLASSIFICATION, 2, test.length, answers), scores)
                .auroc();
    }

    private static int[] membership(TaskLabels labels, int aClass) {
        return IntStream.range(0, labels.samples())
                .map(i -> labels.task().target() == TaskTarget.MULTILABEL_CLASSIFICATION
                        ? labels.value(i, aClass)
                        : labels.classOf(i) == aClass ? 1 : 0)
                .toArray();
    }

    private static double[] mean(double[][] features, int[] samples, int[] member, int side) {
        double[] mean = new double[features[0].length];
        int count = 0;
        for (int sample : samples) {
            if (member[sample] == side) {
                count++;
                for (int k = 0; k < mean.length; k++) {
                    mean[k] += features[sample][k];
                }
            }
        }
        for (int k = 0; k < mean.length; k++) {
            mean[k] /= count;
        }
        return mean;
    }

    private static double[][] features(DemoDataset dataset) {
        int channels = dataset.info().channels();
        double[][] features = new double[dataset.info().totalSamples()][];
        byte[] pixels = new byte[DemoData.SIDE * DemoData.SIDE * channels];
        for (int i = 0; i < features.length; i++) {
            dataset.paint(i, pixels);
            features[i] = SimpleFeatures.of(pixels, channels);
        }
        return features;
    }

    private static double[][] standardised(double[][] rows) {
        for (int k = 0; k < rows[0].length; k++) {
            int column = k;
            double mean = Arrays.stream(rows)
                    .mapToDouble(row -> row[column])
                    .average()
                    .orElse(0);
            double variance = Arrays.stream(rows)
                    .mapToDouble(row -> (row[column] - mean) * (row[column] - mean))
                    .average()
                    .orElse(0);
            double deviation = Math.sqrt(variance) + 1e-9;
            for (double[] row : rows) {
                row[column] = (row[column] - mean) / deviation;
            }
        }
        return rows;
    }
}
