package io.holdout.worker.data;

import io.holdout.protocol.trial.Seeds;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The image positions of one episode. */
record SupportAndQuery(int[] support, int[] query) {
    /** Draws after which labels count as too rare; with enough samples of each label the first one does. */
    private static final int MAX_DRAWS = 100;

    /**
     * Draws from each class on its own, so that neither other classes nor the number of shots change the order in which
     * its samples come: the support of 5 shots holds that of 3.
     *
     * @param pool ascending, with at least 2 samples of each class
     */
    static SupportAndQuery overClasses(
            TaskLabels labels, int[] pool, List<Integer> classes, int shots, int queries, long seed) {
        var support = IntStream.builder();
        var query = IntStream.builder();
        for (int c : classes) {
            int[] samples = ClassFilter.having(labels, pool, 0, c);
            int first = Math.min(shots, samples.length - 1);
            int end = first + Math.min(queries, samples.length - first);
            PartialShuffle.toFront(samples, end, new SplittableRandom(Seeds.derive(seed, "class", c)));
            Arrays.stream(samples, 0, first).forEach(support);
            Arrays.stream(samples, first, end).forEach(query);
        }
        return new SupportAndQuery(support.build().toArray(), query.build().toArray());
    }

    /**
     * Draws minimal sets over all labels at once, the support again if it left none to query with or without a label.
     *
     * @param pool ascending, with at least 2 samples with and 2 without each label
     * @return empty if {@link #MAX_DRAWS} supports were of no use
     */
    static Optional<SupportAndQuery> overLabels(
            TaskLabels labels, int[] pool, List<Integer> columns, int shots, int queries, long seed) {
        for (int draw = 0; draw < MAX_DRAWS; draw++) {
            var random = new SplittableRandom(Seeds.derive(seed, "labels", draw));
            int[] support = MultiLabelDraw.draw(labels, columns, pool, shots, 1, random);
            int[] left = without(pool, support);
            int[] scarcest = ClassFilter.scarcest(labels, left);
            if (columns.stream().allMatch(column -> scarcest[column] > 0)) {
                return Optional.of(new SupportAndQuery(
                        support, MultiLabelDraw.draw(labels, columns, left, queries, 0, random)));
            }
        }
        return Optional.empty();
    }

    private static int[] without(int[] pool, int[] taken) {
        var out = new BitSet();
        IntStream.of(taken).forEach(out::set);
        return IntStream.of(pool).filter(sample -> !out.get(sample)).toArray();
    }
}
