package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Whether a trial costs the same in a sweep of a hundred and of a hundred thousand: sweeps of trials that do nothing, each
 * size with a coordinator, workers and a home of its own and after a warm-up in the same processes. Then the coordinator is
 * killed, and started again on what it left; once more in the middle of the largest sweep.
 *
 * <p>Arguments: a folder for homes, trials of the warm-up, sizes. A line of JSON for each size and for the kill in the
 * middle.
 */
public final class GrowthBenchmark {
    private static final int WORKERS = 2;
    private static final int SLOTS = 8;
    /** A small sweep is over before its time can be told: several of them are run. */
    static final int LEAST_TRIALS = 10_000;

    private static final int MOST_ROUNDS = 10;
    private static final Duration NEXT = Duration.ofMinutes(2);

    private final Path folder;
    private final int warmup;
    private final int leastTrials;

    /** @param leastTrials of all sweeps of one size together, within {@value #MOST_ROUNDS} sweeps */
    GrowthBenchmark(Path folder, int warmup, int leastTrials) {
        this.folder = folder;
        this.warmup = warmup;
        this.leastTrials = leastTrials;
    }

    /**
     * Of one size.
     *
     * @param sweeps of that size, one after the other; all numbers are of all of them but what says otherwise
     * @param lowestTrialsPerSecond of one of them
     * @param coordinatorMillisPerTrial of the processor
     * @param residentMegabytes of the coordinator at the end, warm-up included
     * @param heapMegabytes what it keeps at the end, warm-up included
     * @param heapMegabytesPer100000 what it keeps more than after the warm-up, for each 100,000 trials
     * @param journalBytesPerTrial snapshots and SQLite's log included; of small sizes mostly what is not by trial
     * @param artifactBytesPerTrial sizes of the files
     * @param artifactDiskBytesPerTrial what the file system takes for them, folders included
     * @param emptyStartSeconds from the start of the coordinator's process on an empty home until it has announced itself
     * @param recoverySeconds from kill -9, and a start at once, until it answers for the last sweep
     */
    record Measured(
            String what,
            int trials,
            int sweeps,
            double trialsPerSecond,
            double lowestTrialsPerSecond,
            double coordinatorMillisPerTrial,
            double workersMillisPerTrial,
            double residentMegabytes,
            double residentMegabytesPer100000,
            double heapMegabytes,
            double heapMegabytesPer100000,
            double journalBytesPerTrial,
            double artifactBytesPerTrial,
            double artifactDiskBytesPerTrial,
            double emptyStartSeconds,
            double recoverySeconds) {}

    /**
     * A kill in the middle.
     *
     * @param finished trials that had ended by then
     * @param recoverySeconds until it answers
     * @param nextResultSeconds until one trial more has ended
     */
    record Middle(String what, int trials, int finished, double recoverySeconds, double nextResultSeconds) {}

    /** What the coordinator keeps at one moment. */
    private record Kept(double resident, double heap, long journal, long artifacts, long artifactsOnDisk) {
        static Kept now(IdleCluster cluster) throws IOException {
            Path home = cluster.home().folder();
            return new Kept(
                    Usage.residentMegabytes(cluster.pid()),
                    Usage.heapMegabytes(cluster.pid()),
                    OrchestrationBenchmark.bytes(home.resolve("journal")),
                    Usage.bytes(home.resolve("artifacts"), false),
                    Usage.bytes(home.resolve("artifacts"), true));
        }
    }

    public static void main(String[] arguments) throws IOException {
        int[] numbers =
                Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
        try {
            new GrowthBenchmark(Path.of(arguments[0]), numbers[0], LEAST_TRIALS)
                    .run(Arrays.copyOfRange(numbers, 1, numbers.length), System.out::println);
        } catch (HoldoutException | IllegalStateException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    /** @param tell a line of JSON each */
    void run(int[] sizes, Consumer<String> tell) throws IOException {
        for (int trials : sizes) {
            tell.accept(CanonicalJson.write(measure(trials)));
        }
        tell.accept(CanonicalJson.write(middle(Arrays.stream(sizes).max().orElseThrow())));
    }

    Measured measure(int trials) throws IOException {
        int sweeps = Math.max(1, Math.min(MOST_ROUNDS, leastTrials / trials));
        var wish = new OrchestrationBenchmark.Wish("embedded", WORKERS, SLOTS, trials, 0, warmup);
        long began = System.nanoTime();
        try (var cluster = new IdleCluster(folder, wish.journal())) {
            double started = since(began);
            startWorkers(cluster);
            OrchestrationBenchmark.warmUp(cluster, wish, sweeps);
            Kept before = Kept.now(cluster);
            double seconds = 0;
            double longest = 0;
            double cpu = 0;
            double workersCpu = 0;
            for (int i = 0; i < sweeps; i++) {
                var one = OrchestrationBenchmark.measure(OrchestrationBenchmark.NOBODY, cluster, wish, i);
                requireAll(trials, one.trials());
                seconds += one.seconds();
                longest = Math.max(longest, one.seconds());
                cpu += one.coordinatorCpuSeconds();
                workersCpu += one.workersCpuSeconds();
            }
            Kept after = Kept.now(cluster);
            long killed = System.nanoTime();
            cluster.killCoordinator();
            cluster.restartCoordinator();
            String last = OrchestrationBenchmark.SWEEP + (sweeps - 1);
            requireAll(trials, cluster.answers(last).trials().succeeded());
            double recovery = since(killed);
            double all = (double) trials * sweeps;
            return new Measured(
                    "growth",
                    trials,
                    sweeps,
                    all / seconds,
                    trials / longest,
                    cpu * 1e3 / all,
                    workersCpu * 1e3 / all,
                    after.resident(),
                    (after.resident() - before.resident()) * 1e5 / all,
                    after.heap(),
                    (after.heap() - before.heap()) * 1e5 / all,
                    (after.journal() - before.journal()) / all,
                    (after.artifacts() - before.artifacts()) / all,
                    (after.artifactsOnDisk() - before.artifactsOnDisk()) / all,
                    started,
                    recovery);
        } finally {
            delete();
        }
    }

    /** Processes are cold: what is measured is a new process's time anyway. */
    Middle middle(int trials) throws IOException {
        String sweep = "middle";
        try (var cluster = new IdleCluster(folder, "embedded")) {
            cluster.submit(sweep, trials, 0);
            startWorkers(cluster);
            cluster.succeeded(sweep, trials / 2, OrchestrationBenchmark.patience(trials, 0));
            long killed = System.nanoTime();
            cluster.killCoordinator();
            cluster.restartCoordinator();
            int finished = cluster.answers(sweep).trials().succeeded();
            double recovery = since(killed);
            cluster.succeeded(sweep, Math.min(trials, finished + 1), NEXT);
            double next = since(killed);
            requireAll(
                    trials,
                    cluster.finished(sweep, OrchestrationBenchmark.patience(trials, 0))
                            .trials()
                            .succeeded());
            return new Middle("growth, killed in the middle", trials, finished, recovery, next);
        } finally {
            delete();
        }
    }

    private static void startWorkers(IdleCluster cluster) throws IOException {
        for (int i = 1; i <= WORKERS; i++) {
            cluster.worker("worker-" + i, SLOTS, 0);
        }
    }

    private static void requireAll(int trials, int succeeded) {
        if (succeeded != trials) {
            throw new IllegalStateException(succeeded + " results of " + trials + " trials");
        }
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    /** A hundred thousand small files would be in the way of the next size. */
    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
