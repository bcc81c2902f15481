package io.holdout.worker.data.demo;

import io.holdout.worker.data.Dataset;
import io.holdout.worker.data.Images;

/** Opens a painted dataset without a disk. */
final class InMemory {
    private InMemory() {}

    static Dataset dataset(String id, long seed) {
        var painted = new DemoDataset(DemoData.catalogue(seed).dataset(id).orElseThrow(), seed);
        return new Dataset(painted.info(), images(painted), painted.labels(), painted.splits());
    }

    /** Every image, as unsigned bytes. */
    static byte[][] pixels(DemoDataset dataset) {
        var info = dataset.info();
        byte[][] pixels = new byte[info.totalSamples()][info.height() * info.width() * info.channels()];
        for (int i = 0; i < pixels.length; i++) {
            dataset.paint(i, pixels[i]);
        }
        return pixels;
    }

    private static Images images(DemoDataset dataset) {
        byte[][] pixels = pixels(dataset);
        return new Images() {
            @Override
            public int count() {
                return pixels.length;
            }

            @Override
            public int channels() {
                return dataset.info().channels();
            }

            @Override
            public int height() {
                return dataset.info().height();
            }

            @Override
            public int width() {
                return dataset.info().width();
            }

            @Override
            public void read(int index, byte[] into) {
                System.arraycopy(pixels[index], 0, into, 0, pixels[index].length);
            }

            @Override
            public void close() {}
        };
    }
}
