package io.holdout.worker.data.demo;

import io.holdout.protocol.catalog.TaskInfo;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Deals the labels of a task to the images of a dataset: skewed, as in medicine, yet in fixed numbers, so that whatever
 * the seed the common classes are large enough for episodes, and some rare ones are not.
 */
final class Deal {
    /** Images a multi-label task leaves without any label: no finding. */
    private static final double UNLABELLED = 0.25;
    /** Share of all images that have the first label of a multi-label task. */
    private static final double FIRST_LABEL = 0.24;

    private static final double LABEL_SKEW = 0.35;

    private Deal() {}

    /** One class for each image; the first class is the most frequent. */
    static int[] classes(TaskInfo task, int samples, SplittableRandom random) {
        int[] dealt = new int[samples];
        int end = samples;
        double[] shares = shares(task.labels().size());
        for (int aClass = shares.length - 1; aClass > 0; aClass--) {
            int size = (int) Math.round(shares[aClass] * samples);
            Arrays.fill(dealt, end - size, end, aClass);
            end -= size;
        }
        Draws.shuffle(dealt, random);
        return dealt;
    }

    /** Zeros and ones, images x labels, row by row; each label by itself, more frequent the earlier it is. */
    static int[] labels(TaskInfo task, int samples, SplittableRandom random) {
        int columns = task.labels().size();
        int[] labelled = IntStream.range(0, samples).toArray();
        Draws.shuffle(labelled, random);
        labelled = Arrays.copyOf(labelled, samples - (int) Math.round(UNLABELLED * samples));
        int[] dealt = new int[samples * columns];
        for (int column = 0; column < columns; column++) {
            Draws.shuffle(labelled, random);
            long positives = Math.round(FIRST_LABEL * samples / (1 + LABEL_SKEW * column));
            for (int i = 0; i < positives; i++) {
                dealt[labelled[i] * columns + column] = 1;
            }
        }
        return dealt;
    }

    /** Falls with the class as 1 / (1 + skew x class); few classes can be more skewed without starving one. */
    private static double[] shares(int classes) {
        double skew = classes == 2 ? 0.8 : classes <= 4 ? 0.35 : Math.max(0.35, 4.5 / classes);
        double[] shares = IntStream.range(0, classes)
                .mapToDouble(aClass -> 1 / (1 + skew * aClass))
                .toArray();
        double sum = 0;
        for (double share : shares) {
            sum += share;
        }
        for (int aClass = 0; aClass < classes; aClass++) {
            shares[aClass] /= sum;
        }
        return shares;
    }
}
