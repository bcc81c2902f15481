package io.holdout.micro;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.SplitSizes;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.worker.data.BatchLoader;
import io.holdout.worker.data.DatasetWriter;
import io.holdout.worker.data.MedimetaFolder;
import io.holdout.worker.data.Split;
import io.holdout.worker.data.TaskLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A batch of 32 of 128 generated images of 224 pixels, out of HDF5, as the worker reads them. The file is in the page cache. */
@State(Scope.Benchmark)
public class ReaderMicro {
    private static final int IMAGES = 128;
    private static final int SIDE = 224;
    private static final int BATCH = 32;

    /** Pixels of the network's input. */
    @Param({"224", "64"})
    public int size = SIDE;

    private final Path root = temporary();
    private final MedimetaFolder folder = written(root);
    private final float[] batch = new float[BatchLoader.length(BATCH, SIDE)];
    private int[] samples = {};
    private float[] into = {};

    private static Path temporary() {
        try {
            return Files.createTempDirectory("reader");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static MedimetaFolder written(Path root) {
        var task = new TaskInfo(
                "generated", "kind", TaskTarget.BINARY_CLASSIFICATION, new TreeMap<>(Map.of(0, "no", 1, "yes")));
        var sizes = new SplitSizes(IMAGES, 0, 0);
        var info = new DatasetInfo(
                "generated",
                "Generated",
                "none",
                3,
                SIDE,
                SIDE,
                IMAGES,
                sizes,
                sizes,
                List.of(),
                List.of(),
                "CC0",
                List.of(task));
        int[] labels = IntStream.range(0, IMAGES).map(i -> i % 2).toArray();
        DatasetWriter.write(
                root,
                info,
                (index, pixels) -> new SplittableRandom(index).nextBytes(pixels),
                Map.of("kind", new TaskLabels(task, labels)),
                Map.of(Split.TRAIN, IntStream.range(0, IMAGES).toArray()));
        return new MedimetaFolder(root, null);
    }

    @Setup(Level.Trial)
    public void prepare() {
        samples = new SplittableRandom(1).ints(BATCH, 0, IMAGES).toArray();
        into = size == SIDE ? batch : new float[BatchLoader.length(BATCH, size)];
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
        folder.close();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    public float[] load() {
        BatchLoader.load(folder.open("generated").images(), samples, size, into);
        return into;
    }

    @Benchmark
    public float[] loadAugmented() {
        BatchLoader.loadAugmented(folder.open("generated").images(), samples, size, 1, into);
        return into;
    }
}
