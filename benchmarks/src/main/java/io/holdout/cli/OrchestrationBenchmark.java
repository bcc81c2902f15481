package io.holdout.cli;

import io.holdout.coordinator.journal.cassandra.CassandraAddress;
import io.holdout.coordinator.journal.cassandra.CassandraSchema;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepView;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.SplitSizes;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Runs sweeps of trials that do nothing, or wait, with a coordinator and workers in processes of their own: what is
 * left is the orchestration. One sweep for each line it reads, and one line of JSON for its answer.
 *
 * <p>Argument: a folder for homes. Lines: {@code JOURNAL WORKERS SLOTS TRIALS MILLIS WARMUP}, such as
 * {@code embedded 2 8 10000 0 1}; slots are those of each worker, and the warm-up's trials run in the same processes first.
 * A keyspace of Cassandra that the line names is made if it is not there.
 */
public final class OrchestrationBenchmark {
    static final String SWEEP = "idle";
    private static final String WARM = "warm";
    private static final String DATASET = "bench";

    private final Path folder;

    OrchestrationBenchmark(Path folder) {
        this.folder = folder;
    }

    /**
     * One sweep.
     *
     * @param trials how many
     * @param millis of each trial
     * @param warmup how many trials run before, in the same processes
     */
    record Wish(String journal, int workers, int slots, int trials, long millis, int warmup) {
        Wish(String journal, int workers, int slots, int trials, long millis) {
            this(journal, workers, slots, trials, millis, 1);
        }

        static Wish parse(String line) {
            String[] words = line.strip().split(" ", -1);
            return new Wish(
                    words[0],
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    Integer.parseInt(words[3]),
                    Long.parseLong(words[4]),
                    Integer.parseInt(words[5]));
        }
    }

    /**
     * What came of it.
     *
     * @param seconds from the event of submission to the event of the end, by the coordinator's clock; before who looks on has
     *     come does not count
     * @param coordinatorCpuSeconds since it was submitted
     * @param workersCpuSeconds the same of all workers together
     * @param coordinatorPeakMegabytes resident, at most
     * @param journalBytes on disk at the end; 0 for a journal that is not a file
     */
    record Measured(
            int trials,
            double seconds,
            double coordinatorCpuSeconds,
            double workersCpuSeconds,
            double coordinatorPeakMegabytes,
            long journalBytes,
            long attemptFailures) {}

    /** @param arguments a folder for homes */
    public static void main(String[] arguments) throws IOException {
        var benchmark = new OrchestrationBenchmark(Path.of(arguments[0]));
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(CanonicalJson.write(benchmark.run(Wish.parse(line))));
        }
    }

    /** Nobody looks on. */
    static final Audience NOBODY = (endpoint, sweep) -> () -> {};

    /** Whoever looks on while the sweep runs. */
    interface Audience {
        /** They come, and are there when this returns; closing what it gives, they leave. */
        Leaving come(Home.Endpoint endpoint, String sweep);
    }

    /** They leave. */
    interface Leaving extends AutoCloseable {
        @Override
        void close();
    }

    Measured run(Wish wish) throws IOException {
        return run(wish, List.of(NOBODY)).get(0);
    }

    /**
     * A sweep for each audience, one after the other in the same processes. Who looks on is there when the first trial starts.
     */
    List<Measured> run(Wish wish, List<Audience> audiences) throws IOException {
        if (wish.journal().startsWith("cassandra://")) {
            new CassandraSchema(CassandraAddress.parse(wish.journal())).create(1);
        }
        try (var cluster = new IdleCluster(folder, wish.journal())) {
            for (int i = 1; i <= wish.workers(); i++) {
                cluster.worker("worker-" + i, wish.slots(), wish.millis());
            }
            warmUp(cluster, wish, audiences.size());
            var measured = new ArrayList<Measured>();
            for (int i = 0; i < audiences.size(); i++) {
                measured.add(measure(audiences.get(i), cluster, wish, i));
            }
            return measured;
        }
    }

    /** A sweep before, with trials of its own, after which all workers are there. */
    static void warmUp(IdleCluster cluster, Wish wish, int seed) {
        cluster.submit(WARM, wish.warmup(), seed);
        cluster.finished(WARM, patience(wish.warmup(), wish.millis()));
        cluster.awaitWorkers(WARM, wish.workers());
    }

    static Measured measure(Audience audience, IdleCluster cluster, Wish wish, int seed) throws IOException {
        String sweep = SWEEP + seed;
        double cpuBefore = Usage.cpuSeconds(cluster.pid());
        double workersCpuBefore = cluster.workersCpuSeconds();
        long submitted = System.currentTimeMillis();
        cluster.submit(sweep, wish.trials(), seed);
        long paused = 0;
        if (audience != NOBODY) {
            cluster.client().edit(sweep, "pause");
        }
        Leaving crowd = audience.come(cluster.endpoint(), sweep);
        try {
            if (audience != NOBODY) {
                paused = System.currentTimeMillis() - submitted;
                cluster.client().edit(sweep, "resume");
            }
            SweepView view = cluster.finished(sweep, patience(wish.trials(), wish.millis()));
            return new Measured(
                    view.trials().succeeded(),
                    (view.elapsedMillis() - paused) / 1e3,
                    Usage.cpuSeconds(cluster.pid()) - cpuBefore,
                    cluster.workersCpuSeconds() - workersCpuBefore,
                    Usage.peakMegabytes(cluster.pid()),
                    bytes(cluster.home().folder().resolve("journal")),
                    view.attemptFailures());
        } finally {
            crowd.close();
        }
    }

    static Duration patience(int trials, long millis) {
        return Duration.ofSeconds(120 + trials * (millis + 10) / 1000);
    }

    /**
     * As many trials as episodes.
     *
     * @param seed another one makes other trials
     */
    static Submission submission(String name, int trials, int seed) {
        String file =
                """
                sweep: %s
                datasets: [bench]
                strategies: [random-init]
                backbones: [conv4]
                image_size: 32
                episodes: %d
                seed: %d
                fine_tune: {steps: [1], episodes_per_trial: 1}
                """
                        .formatted(name, trials, seed);
        var sizes = new SplitSizes(700, 100, 200);
        var task = new TaskInfo(
                DATASET, "kind", TaskTarget.BINARY_CLASSIFICATION, new TreeMap<>(Map.of(0, "no", 1, "yes")));
        var info = new DatasetInfo(
                DATASET, "Bench", "bench", 3, 224, 224, 1000, sizes, sizes, List.of(), List.of(), "CC0", List.of(task));
        return new Submission(
                file,
                name + ".yaml",
                new Catalogue(List.of(info)),
                new TreeMap<>(Map.of(DATASET, CanonicalJson.sha256(DATASET))),
                new TreeMap<>());
    }

    static long bytes(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
