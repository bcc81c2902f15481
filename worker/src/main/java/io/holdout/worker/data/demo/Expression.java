package io.holdout.worker.data.demo;

import static io.holdout.worker.data.demo.Feature.ACROSS;
import static io.holdout.worker.data.demo.Feature.BACKGROUND;
import static io.holdout.worker.data.demo.Feature.CORE;
import static io.holdout.worker.data.demo.Feature.DOWN;
import static io.holdout.worker.data.demo.Feature.EDGE;
import static io.holdout.worker.data.demo.Feature.GRAIN;
import static io.holdout.worker.data.demo.Feature.HALO;
import static io.holdout.worker.data.demo.Feature.LOBES;
import static io.holdout.worker.data.demo.Feature.RAYS;
import static io.holdout.worker.data.demo.Feature.SIZE;
import static io.holdout.worker.data.demo.Feature.SPOTS;
import static io.holdout.worker.data.demo.Feature.STRETCH;
import static io.holdout.worker.data.demo.Feature.STRIPES;
import static io.holdout.worker.data.demo.Feature.TINT;
import static io.holdout.worker.data.demo.Feature.TONE;
import static io.holdout.worker.data.demo.Feature.VEIL;
import static io.holdout.worker.data.demo.Feature.VESSELS;

import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How the class of a task shows: through which features, and around which values of them.
 *
 * <p>The classes are a lattice in the space of the features: the first feature rises with the class; so do the others
 * of an ordinal task, while in a multi-class task they step through the same levels in another order. A class scatters
 * around its place, so that classes overlap.
 *
 * @param features no two tasks of a dataset share one
 * @param classes number of classes
 * @param ordinal whether all features rise with the class
 */
record Expression(List<Feature> features, int classes, boolean ordinal) {
    /** Lowest and highest place; two classes alone are put closer, or telling them apart would be too easy. */
    private static final double MARGIN = 0.18;

    private static final double MARGIN_OF_TWO = 0.35;
    private static final double SCATTER = 0.15;

    private static final Map<String, List<Feature>> SHOWN_BY = Map.ofEntries(
            Map.entry("morphological class", List.of(SIZE, CORE, TINT, SPOTS, LOBES)),
            Map.entry("cell class", List.of(SIZE, CORE, TINT, SPOTS)),
            Map.entry("case category", List.of(SIZE, LOBES, EDGE)),
            Map.entry("tissue class", List.of(TINT, SIZE, CORE, STRIPES)),
            Map.entry("patient sex", List.of(SIZE, STRETCH)),
            Map.entry("disease category", List.of(SIZE, TINT, LOBES, CORE)),
            Map.entry("disease class", List.of(SIZE, TONE, SPOTS)),
            Map.entry("disease presence", List.of(TONE, SIZE)),
            Map.entry("DR level", List.of(SPOTS, HALO)),
            Map.entry("Overall quality", List.of(BACKGROUND)),
            Map.entry("Artifact", List.of(VEIL)),
            Map.entry("Clarity", List.of(GRAIN, EDGE)),
            Map.entry("Field definition", List.of(ACROSS)),
            Map.entry("Glaucoma suspect", List.of(CORE, SIZE)),
            Map.entry("pathology", List.of(LOBES, SIZE)),
            Map.entry("organ label", List.of(ACROSS, DOWN, SIZE, TONE)),
            Map.entry("Diagnosis", List.of(SIZE, TINT, LOBES, STRETCH)),
            Map.entry("Pigment Network", List.of(STRIPES)),
            Map.entry("Blue Whitish Veil", List.of(VEIL)),
            Map.entry("Vascular Structures", List.of(VESSELS, HALO)),
            Map.entry("Pigmentation", List.of(TONE, BACKGROUND)),
            Map.entry("Streaks", List.of(RAYS)),
            Map.entry("Dots and Globules", List.of(SPOTS)),
            Map.entry("Regression Structures", List.of(CORE, DOWN)));

    Expression {
        features = List.copyOf(features);
    }

    /** How a task shows by itself; empty if signs or a finer task show it. */
    static Optional<Expression> of(TaskInfo task) {
        return Optional.ofNullable(SHOWN_BY.get(task.name()))
                .map(features ->
                        new Expression(features, task.labels().size(), task.target() == TaskTarget.ORDINAL_REGRESSION));
    }

    /** The features of a class on average. */
    double[] place(int aClass) {
        return IntStream.range(0, features.size())
                .mapToDouble(feature -> centre(feature, aClass))
                .toArray();
    }

    /** Draws the features of an image of this class. */
    void show(int aClass, Map<Feature, Double> into, SplittableRandom random) {
        for (int i = 0; i < features.size(); i++) {
            into.put(features.get(i), Draws.clamp(centre(i, aClass) + SCATTER * Draws.normal(random)));
        }
    }

    private double centre(int feature, int aClass) {
        int level = ordinal ? aClass : aClass * step(feature) % classes;
        double margin = classes == 2 ? MARGIN_OF_TWO : MARGIN;
        return margin + (1 - 2 * margin) * level / (classes - 1);
    }

    /** Levels from one class to the next: 1 for the first feature, then others that reach every level once. */
    private int step(int feature) {
        int[] steps = IntStream.range(1, classes)
                .filter(step -> greatestCommonDivisor(step, classes) == 1)
                .toArray();
        int apart = Math.max(1, 2 * steps.length / 5);
        return classes == 2 ? 1 : steps[feature * apart % steps.length];
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
