package io.holdout.worker.data;

import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.failure.HoldoutException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws one episode over given classes of a task. Support never depends on how many queries are wanted. */
final class EpisodeDraw {
    /** A support set that takes a rare label's last image is drawn anew; this often in a row means the data is at fault. */
    static final int MAX_REDRAWS = 100;

    private final TaskLabels labels;
    private final List<Integer> classes;
    private final int[] pool;

    /**
     * @param classes what the episode is about, ascending; its targets are positions in this list
     * @param pool distinct and ascending
     */
    EpisodeDraw(TaskLabels labels, List<Integer> classes, int[] pool) {
        this.labels = labels;
        this.classes = classes;
        this.pool = pool;
    }

    /** Every class (of a label: both sides) has more than {@code shots} images in the pool. */
    Episode draw(int shots, int queries, SplittableRandom random) {
        return labels.task().target() == TaskTarget.MULTILABEL_CLASSIFICATION
                ? multiLabel(shots, queries, random)
                : oneLabel(shots, queries, random);
    }

    private Episode oneLabel(int shots, int queries, SplittableRandom random) {
        List<int[]> members = classes.stream()
                .map(aClass -> MultiLabelDraw.side(labels, 0, aClass, pool))
                .toList();
        for (int[] ofClass : members) {
            WithoutReplacement.draw(ofClass, 0, shots, random);
        }
        int[] support = new int[0];
        int[] query = new int[0];
        for (int[] ofClass : members) {
            int end = shots + Math.min(queries, ofClass.length - shots);
            WithoutReplacement.draw(ofClass, shots, end, random);
            support = joined(support, Arrays.copyOfRange(ofClass, 0, shots));
            query = joined(query, Arrays.copyOfRange(ofClass, shots, end));
        }
        return episode(support, query);
    }

    private Episode multiLabel(int shots, int queries, SplittableRandom random) {
        for (int redraws = 0; redraws <= MAX_REDRAWS; redraws++) {
            int[] support = MultiLabelDraw.draw(labels, classes, pool, shots, random);
            int[] rest = without(pool, support);
            ClassSizes left = ClassSizes.of(labels, rest);
            if (left.scarcest(classes) > 0) {
                return episode(support, MultiLabelDraw.draw(labels, classes, rest, queries, random));
            }
        }
        throw HoldoutException.user(
                EpisodeSampler.IMPOSSIBLE,
                "task " + labels.task().ref() + ": " + MAX_REDRAWS + " support sets of " + shots
                        + " shots left no query image for some label; use fewer shots");
    }

    private Episode episode(int[] support, int[] query) {
        return new Episode(support, targets(support), query, targets(query), classes);
    }

    private Targets targets(int[] samples) {
        TaskTarget target = labels.task().target();
        int[] values = target == TaskTarget.MULTILABEL_CLASSIFICATION
                ? Arrays.stream(samples)
                        .flatMap(sample -> classes.stream().mapToInt(column -> labels.value(sample, column)))
                        .toArray()
                : Arrays.stream(samples)
                        .map(sample -> classes.indexOf(labels.classOf(sample)))
                        .toArray();
        return new Targets(target, classes.size(), samples.length, values);
    }

    private static int[] joined(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    private static int[] without(int[] pool, int[] taken) {
        int[] sorted = taken.clone();
        Arrays.sort(sorted);
        return Arrays.stream(pool)
                .filter(sample -> Arrays.binarySearch(sorted, sample) < 0)
                .toArray();
    }
}
