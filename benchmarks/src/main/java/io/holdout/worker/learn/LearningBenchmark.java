package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.artifact.LocalArtifactStore;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.trial.AdaptMethod;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.BackboneSpec;
import io.holdout.protocol.trial.EpisodeSettings;
import io.holdout.protocol.trial.OptimizerSettings;
import io.holdout.protocol.trial.Recipe;
import io.holdout.protocol.trial.StartingPoint;
import io.holdout.worker.data.Dataset;
import io.holdout.worker.data.MedimetaFolder;
import io.holdout.worker.data.Targets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Runs one measurement for each line it reads, and answers with the seconds it took; the peer in Python does the same, and
 * the driver asks them in turn.
 *
 * <p>Arguments: data folder, threads. Lines: {@code step SIDE BATCH STEPS}, {@code load SIDE IMAGES}, {@code episodes
 * BACKBONE SIDE EPISODES STEPS SLOTS}, {@code memory SIDE BATCH STEPS}.
 */
public final class LearningBenchmark {
    private static final String DATASET = "bench";
    private static final TaskRef TASK = new TaskRef(DATASET, "kind");
    private static final int CLASSES = 5;
    private static final int SEED = 1;

    private final Path data;
    private final int threads;

    LearningBenchmark(Path data, int threads) {
        this.data = data;
        this.threads = threads;
    }

    /** @param arguments data folder, threads */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        var benchmark = new LearningBenchmark(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println(TorchEngine.start(benchmark.threads));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            System.out.println(benchmark.measure(words));
        }
    }

    /** Takes the measurement of a line. */
    String measure(String[] words) throws IOException, InterruptedException, ExecutionException {
        return switch (words[0]) {
            case "step" -> String.valueOf(step(number(words, 1), number(words, 2), number(words, 3)));
            case "load" -> String.valueOf(load(number(words, 1), number(words, 2)));
            case "episodes" ->
                String.valueOf(
                        episodes(words[1], number(words, 2), number(words, 3), number(words, 4), number(words, 5)));
            case "memory" -> memory(number(words, 1), number(words, 2), number(words, 3));
            default -> throw new IllegalArgumentException("no measurement '" + words[0] + "'");
        };
    }

    private static int number(String[] words, int index) {
        return Integer.parseInt(words[index]);
    }

    /** Median seconds of a training step of ResNet-18 with Adam, after one to warm up. */
    private static double step(int side, int batch, int steps) {
        try (var training = new Steps(side, batch)) {
            training.step();
            double[] seconds = new double[steps];
            for (int i = 0; i < steps; i++) {
                long started = System.nanoTime();
                training.step();
                seconds[i] = since(started);
            }
            return median(seconds);
        }
    }

    private static double since(long started) {
        return (System.nanoTime() - started) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** A training of ResNet-18 on one batch, as the trials do it. */
    private static final class Steps implements AutoCloseable {
        private final NDManager manager;
        private final Network network;
        private final Training training;
        private final Head head = Head.number(0);
        private final float[] pixels;
        private final Targets targets;
        private final int batch;

        Steps(int side, int batch) {
            this.batch = batch;
            TorchEngine.enter();
            manager = TorchEngine.newManager();
            Backbone backbone = Backbones.of(new BackboneSpec("resnet18", 0, side));
            network = new Network(backbone, side, new Loaders(1));
            training = new Training(manager, Initialiser.backbone(backbone, SEED), new Quiet(), Checkpoints.NONE, null);
            head.addUniform(training.parameters(), manager, backbone.features(), CLASSES, SEED);
            training.begin(OptimizerSettings.adam(1e-3), 1000);
            var random = new SplittableRandom(SEED);
            pixels = new float[batch * 3 * side * side];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) (random.nextDouble() * 4 - 2);
            }
            int[] classes = IntStream.range(0, batch).map(i -> i % CLASSES).toArray();
            targets = new Targets(TaskTarget.MULTICLASS_CLASSIFICATION, CLASSES, batch, classes);
        }

        double step() {
            try (NDManager scope = manager.newSubManager()) {
                NDArray x = network.input(scope, pixels, batch);
                var loss = new Loss(scope, targets, null);
                return training.step(
                        head,
                        () -> loss.of(network.logits(training.parameters(), head, x, BatchNormMode.TRAIN)),
                        1,
                        () -> "the benchmark");
            }
        }

        @Override
        public void close() {
            manager.close();
            network.loaders().close();
        }
    }

    private static final class Quiet implements Progress {
        @Override
        public void at(long done, long total, String note) {}

        @Override
        public boolean shouldStop() {
            return false;
        }
    }

    /** Seconds to read and augment images, batches of 64, with the threads there are. */
    private double load(int side, int count) {
        try (var folder = new MedimetaFolder(data, data.resolve("fingerprints.txt"));
                var loaders = new Loaders(threads)) {
            Dataset dataset = folder.open(DATASET);
            var network = new Network(Backbones.of(new BackboneSpec("resnet18", 0, side)), side, loaders);
            int[] order = Shuffle.of(IntStream.range(0, count).toArray(), SEED);
            int batches = Shuffle.batches(count, 64);
            long started = System.nanoTime();
            double sum = 0;
            try (Prefetch<float[]> ahead = loaders.ahead(
                    0,
                    batches,
                    ImageSet.bytes(64, side),
                    i -> network.pixels(dataset.images(), Shuffle.batch(order, i * 64, 64), OptionalLong.of(i)))) {
                for (int i = 0; i < batches; i++) {
                    float[] pixels = ahead.next();
                    sum += pixels[0];
                    loaders.arrays().giveBack(pixels);
                }
            }
            if (!Double.isFinite(sum)) {
                throw new IllegalStateException("pixels that are no numbers");
            }
            return since(started);
        }
    }

    /** Seconds for whole trials of fine-tuning, from the data folder to the points; {@code slots} trials at once. */
    private double episodes(String backbone, int side, int episodes, int steps, int slots)
            throws InterruptedException, ExecutionException {
        var threadsOfTrials = Executors.newFixedThreadPool(slots);
        long started = System.nanoTime();
        try (var folder = new MedimetaFolder(data, data.resolve("fingerprints.txt"));
                var learner = new TorchLearner(folder, new LocalArtifactStore(data.resolve("artifacts")), threads)) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int slot = 0; slot < slots; slot++) {
                var spec = new AdaptSpec(
                        new BackboneSpec(backbone, backbone.equals("conv4") ? 64 : 0, side),
                        new StartingPoint.Random(SEED),
                        TASK,
                        folder.fingerprint(DATASET),
                        new EpisodeSettings(5, 10, 50, SEED),
                        slot * episodes / slots,
                        (slot + 1) * episodes / slots,
                        new AdaptMethod.FineTune(OptimizerSettings.adam(1e-3), List.of(steps)),
                        SEED,
                        Recipe.ADAPT);
                Callable<Integer> trial = () -> learner.run(spec, Map.of(), new Quiet(), Checkpoints.NONE)
                        .canonicalForm()
                        .length();
                running.add(threadsOfTrials.submit(trial));
            }
            for (Future<Integer> each : running) {
                each.get();
            }
        } finally {
            threadsOfTrials.shutdown();
        }
        return since(started);
    }

    /** Resident megabytes after each tenth of the steps, as {@code STEP:MB} separated by commas. */
    private static String memory(int side, int batch, int steps) throws IOException {
        var found = new ArrayList<String>();
        try (var training = new Steps(side, batch)) {
            for (int step = 1; step <= steps; step++) {
                training.step();
                if (step % (steps / 10) == 0) {
                    found.add(step + ":" + residentMegabytes());
                }
            }
        }
        return String.join(",", found);
    }

    private static long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
