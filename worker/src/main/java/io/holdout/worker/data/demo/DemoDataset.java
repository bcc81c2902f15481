package io.holdout.worker.data.demo;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.SplitSizes;
import io.holdout.protocol.trial.Seeds;
import io.holdout.worker.data.DatasetWriter;
import io.holdout.worker.data.Split;
import io.holdout.worker.data.TaskLabels;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One painted dataset: any image of it can be painted at any time, in any order, from the seed. */
final class DemoDataset implements DatasetWriter.Pixels {
    private final DatasetInfo info;
    private final long seed;
    private final DemoLabels labels;
    private final DemoPainter painter;

    /** @param info with the demo's own size and splits, see {@link DemoData#catalogue} */
    DemoDataset(DatasetInfo info, long seed) {
        this.info = info;
        this.seed = seed;
        this.labels = new DemoLabels(info, seed);
        this.painter = new DemoPainter(info);
    }

    DatasetInfo info() {
        return info;
    }

    /** Task name to labels, in the order of the tasks. */
    Map<String, TaskLabels> labels() {
        return labels.all();
    }

    @Override
    public void paint(int index, byte[] into) {
        var random = new SplittableRandom(Seeds.derive(seed, "paint", info.id(), index));
        painter.paint(labels.look(index), random, into);
    }

    /** The splits, at random; the same for datasets that share subjects, so that no subject is in two of them. */
    Map<Split, int[]> splits() {
        int[] order = IntStream.range(0, info.totalSamples()).toArray();
        Draws.shuffle(order, new SplittableRandom(Seeds.derive(seed, "splits", DemoLabels.subjects(info))));
        SplitSizes sizes = info.splits();
        int validationEnd = sizes.train() + sizes.val();
        var splits = new EnumMap<Split, int[]>(Split.class);
        splits.put(Split.TRAIN, sorted(order, 0, sizes.train()));
        splits.put(Split.VAL, sorted(order, sizes.train(), validationEnd));
        splits.put(Split.TEST, sorted(order, validationEnd, order.length));
        return splits;
    }

    private static int[] sorted(int[] order, int from, int to) {
        int[] positions = Arrays.copyOfRange(order, from, to);
        Arrays.sort(positions);
        return positions;
    }
}
