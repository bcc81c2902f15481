package io.holdout.worker.data.demo;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.trial.Seeds;
import io.holdout.worker.data.TaskLabels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws the labels of a dataset, and the look that shows them. Tasks that are views of the same thing agree; the others
 * are independent, each with attributes of its own.
 */
final class DemoLabels {
    /** Spread of an attribute within a class, as a share of the distance between classes: classes overlap. */
    private static final double SPREAD = 0.42;

    /** A coarser task, the finer one that decides it, and the coarse class of each fine class. */
    private record View(String coarse, String fine, int[] classes) {}

    private static final List<View> VIEWS = List.of(
            new View("malignancy", "case category", new int[] {0, 0, 1}),
            new View("pneumonia presence", "disease class", new int[] {0, 1, 1}),
            new View("urgent referral", "disease class", new int[] {1, 1, 0, 0}),
            new View("Diagnosis grouped", "Diagnosis", new int[] {0, 1, 1, 1, 1, 1, 3, 3, 2, 3, 3, 1, 1, 4, 3}),
            new View("Vascular Structures grouped", "Vascular Structures", new int[] {0, 1, 1, 1, 1, 1, 2, 2}),
            new View("Pigmentation grouped", "Pigmentation", new int[] {0, 1, 1, 2, 2}),
            new View("Regression Structures grouped", "Regression Structures", new int[] {0, 1, 1, 1}));

    private final DatasetInfo info;
    private final long seed;
    private final Map<String, int[]> values = new LinkedHashMap<>();
    private final Map<String, int[]> attributes = new HashMap<>();

    DemoLabels(DatasetInfo info, long seed) {
        this.info = info;
        this.seed = seed;
        int next = 0;
        for (TaskInfo task : info.tasks()) {
            if (view(task) == null && !isPresenceOfLabels(task)) {
                draw(task);
                if (task.target() != TaskTarget.MULTILABEL_CLASSIFICATION) {
                    int needed = attributesFor(task.labels().size());
                    int[] own = new int[needed];
                    for (int i = 0; i < needed; i++) {
                        own[i] = next++ % Look.COUNT;
                    }
                    attributes.put(task.name(), own);
                }
            }
        }
        for (TaskInfo task : info.tasks()) {
            View view = view(task);
            if (view != null) {
                int[] fine = valuesOf(view.fine);
                int[] coarse = new int[fine.length];
                for (int i = 0; i < fine.length; i++) {
                    coarse[i] = view.classes[fine[i]];
                }
                values.put(task.name(), coarse);
            } else if (isPresenceOfLabels(task)) {
                values.put(task.name(), presence());
            }
        }
    }

    Map<String, TaskLabels> labels() {
        var labels = new LinkedHashMap<String, TaskLabels>();
        for (TaskInfo task : info.tasks()) {
            labels.put(task.name(), new TaskLabels(task, valuesOf(task.name())));
        }
        return labels;
    }

    /** The look of an image. */
    Look look(int sample) {
        var random = new SplittableRandom(Seeds.derive(seed, "look", info.id(), sample));
        double[] look = new double[Look.COUNT];
        for (int i = 0; i < look.length; i++) {
            look[i] = Draws.clamp(0.5 + 0.12 * Draws.gaussian(random));
        }
        var marks = new ArrayList<Boolean>();
        for (TaskInfo task : info.tasks()) {
            int[] own = attributes.get(task.name());
            if (own != null) {
                show(valuesOf(task.name())[sample], task.labels().size(), own, look, random);
            } else if (task.target() == TaskTarget.MULTILABEL_CLASSIFICATION) {
                int columns = task.labels().size();
                for (int column = 0; column < columns; column++) {
                    // one mark in twelve is missed or false, so that no label is certain
                    boolean flipped = random.nextInt(12) == 0 && random.nextInt(2) == 0;
                    marks.add(valuesOf(task.name())[sample * columns + column] == 1 ^ flipped);
                }
            }
        }
        boolean[] shown = new boolean[marks.size()];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = marks.get(i);
        }
        return new Look(look, shown);
    }

    private static void show(int value, int classes, int[] own, double[] look, SplittableRandom random) {
        int levels = (int) Math.ceil(StrictMath.pow(classes, 1.0 / own.length) - 1e-9);
        int rest = value;
        for (int attribute : own) {
            double centre = (rest % levels + 0.5) / levels;
            look[attribute] = Draws.clamp(centre + SPREAD / levels * Draws.gaussian(random));
            rest /= levels;
        }
    }

    private static int attributesFor(int classes) {
        return classes <= 3 ? 1 : classes <= 8 ? 2 : 3;
    }

    private void draw(TaskInfo task) {
        var random = new SplittableRandom(Seeds.derive(seed, "labels", task.ref()));
        int samples = info.totalSamples();
        if (task.target() == TaskTarget.MULTILABEL_CLASSIFICATION) {
            int columns = task.labels().size();
            int[] drawn = new int[samples * columns];
            for (int i = 0; i < drawn.length; i++) {
                int column = i % columns;
                boolean healthy = healthy(i / columns);
                double probability = column < 6 ? 0.38 - 0.035 * column : 0.03;
                drawn[i] = random.nextDouble() < probability && !healthy ? 1 : 0;
            }
            values.put(task.name(), drawn);
            return;
        }
        int classes = task.labels().size();
        double[] weights = new double[classes];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            weights[c] = 1.0 / (1 + (classes <= 3 ? 0.35 : 0.14) * c);
            sum += weights[c];
        }
        int[] drawn = new int[samples];
        for (int i = 0; i < samples; i++) {
            double left = random.nextDouble() * sum;
            int c = 0;
            while (c < classes - 1 && left >= weights[c]) {
                left -= weights[c++];
            }
            drawn[i] = c;
        }
        values.put(task.name(), drawn);
    }

    /** A third of all images show nothing, whatever multi-label tasks the dataset has. */
    private boolean healthy(int sample) {
        return new SplittableRandom(Seeds.derive(seed, "healthy", info.id(), sample)).nextInt(3) == 0;
    }

    private int[] presence() {
        int[] labels = valuesOf("disease labels");
        int columns = labels.length / info.totalSamples();
        int[] any = new int[info.totalSamples()];
        for (int i = 0; i < labels.length; i++) {
            any[i / columns] |= labels[i];
        }
        return any;
    }

    private static boolean isPresenceOfLabels(TaskInfo task) {
        return task.name().equals("disease presence");
    }

    private @Nullable View view(TaskInfo task) {
        return VIEWS.stream()
                .filter(view -> view.coarse.equals(task.name())
                        && info.tasks().stream()
                                .anyMatch(other -> other.name().equals(view.fine)
                                        && other.labels().size() == view.classes.length))
                .findFirst()
                .orElse(null);
    }

    private int[] valuesOf(String task) {
        int[] found = values.get(task);
        if (found == null) {
            throw new IllegalStateException("no labels of " + info.id() + "/" + task);
        }
        return found;
    }
}
