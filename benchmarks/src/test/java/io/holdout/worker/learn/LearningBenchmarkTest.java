package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.SplitSizes;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.worker.data.DatasetWriter;
import io.holdout.worker.data.Split;
import io.holdout.worker.data.TaskLabels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That every measurement can be taken; what it measures is for {@code benchmarks/run}. */
class LearningBenchmarkTest {
    private static final int CLASSES = 5;
    private static final int IMAGES = 250;
    private static final int SIDE = 32;

    @TempDir
    static Path folder;

    @BeforeAll
    static void paint() {
        TorchEngine.start(1);
        var labels = new TreeMap<Integer, String>();
        IntStream.range(0, CLASSES).forEach(kind -> labels.put(kind, "kind " + kind));
        var task = new TaskInfo("bench", "kind", TaskTarget.MULTICLASS_CLASSIFICATION, labels);
        var sizes = new SplitSizes(IMAGES, 0, 0);
        var info = new DatasetInfo(
                "bench",
                "Bench",
                "Bench",
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
        int[] kinds = IntStream.range(0, IMAGES).map(i -> i % CLASSES).toArray();
        DatasetWriter.write(
                folder,
                info,
                (image, into) -> Arrays.fill(into, (byte) (40 * kinds[image])),
                Map.of("kind", new TaskLabels(task, kinds)),
                Map.of(Split.TRAIN, IntStream.range(0, IMAGES).toArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"step 32 4 2", "load 32 250", "load 16 70", "episodes conv4 32 2 2 2"})
    void a_measurement_answers_with_its_seconds(String line) throws Exception {
        double seconds = Double.parseDouble(new LearningBenchmark(folder, 1).measure(line.split(" ")));
        assertTrue(seconds > 0 && seconds < 600, line + ": " + seconds);
    }

    @Test
    void memory_is_told_after_each_tenth_of_the_steps() throws Exception {
        String[] points = new LearningBenchmark(folder, 1)
                .measure("memory 32 2 20".split(" "))
                .split(",");
        assertEquals(10, points.length);
        for (int i = 0; i < points.length; i++) {
            assertTrue(Pattern.matches(2 * (i + 1) + ":[1-9][0-9]+", points[i]), points[i]);
        }
    }
}
