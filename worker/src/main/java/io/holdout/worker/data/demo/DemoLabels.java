package io.holdout.worker.data.demo;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.trial.Seeds;
import io.holdout.worker.data.TaskLabels;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The labels of a dataset, and the looks that show them. Tasks that are views of the same thing agree; all others are
 * independent. Datasets that share subjects have the same labels, image by image.
 */
final class DemoLabels {
    /** Signs that are missing although their label is there, or there without it: no label is certain. */
    private static final double WRONG_SIGNS = 0.03;
    /** Spread of the features that no label decides. */
    private static final double NUISANCE = 0.16;

    private final DatasetInfo info;
    private final long seed;
    private final Map<String, TaskLabels> labels = new LinkedHashMap<>();

    DemoLabels(DatasetInfo info, long seed) {
        this.info = info;
        this.seed = seed;
        var values = new LinkedHashMap<String, int[]>();
        for (TaskInfo task : info.tasks()) {
            if (View.of(task, info).isEmpty()) {
                values.put(task.name(), deal(task));
            }
        }
        for (TaskInfo task : info.tasks()) {
            int[] own = View.of(task, info)
                    .map(view -> view.coarsen(values.getOrDefault(view.fine(), new int[0]), info.totalSamples()))
                    .orElseGet(() -> values.getOrDefault(task.name(), new int[0]));
            labels.put(task.name(), new TaskLabels(task, own));
        }
    }

    /** Who the images are of: the same for all datasets that share subjects. */
    static String subjects(DatasetInfo info) {
        return info.subjectOverlaps().stream()
                .filter(other -> other.compareTo(info.id()) < 0)
                .min(String::compareTo)
                .orElse(info.id());
    }

    /** Task name to labels, in the order of the tasks. */
    Map<String, TaskLabels> all() {
        return java.util.Collections.unmodifiableMap(labels);
    }

    /** The look of an image: features and signs by its labels, all other features by chance. */
    Look look(int sample) {
        var random = new SplittableRandom(Seeds.derive(seed, "look", info.id(), sample));
        var features = new EnumMap<Feature, Double>(Feature.class);
        for (Feature feature : Feature.values()) {
            features.put(feature, Draws.clamp(feature.usual() + NUISANCE * Draws.normal(random)));
        }
        var signs = new BitSet();
        int firstSign = 0;
        for (TaskLabels task : labels.values()) {
            if (task.task().target() == TaskTarget.MULTILABEL_CLASSIFICATION) {
                for (int column = 0; column < task.columns(); column++) {
                    boolean wrong = random.nextDouble() < WRONG_SIGNS;
                    signs.set(firstSign + column, (task.value(sample, column) == 1) != wrong);
                }
                firstSign += task.columns();
            } else {
                Expression.of(task.task())
                        .ifPresent(expression -> expression.show(task.classOf(sample), features, random));
            }
        }
        return new Look(features, signs);
    }

    private int[] deal(TaskInfo task) {
        var random = new SplittableRandom(Seeds.derive(seed, "labels", subjects(info), task.name()));
        return task.target() == TaskTarget.MULTILABEL_CLASSIFICATION
                ? Deal.labels(task, info.totalSamples(), random)
                : Deal.classes(task, info.totalSamples(), random);
    }
}
