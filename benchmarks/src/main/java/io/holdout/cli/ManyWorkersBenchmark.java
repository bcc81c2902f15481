package io.holdout.cli;

import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A thousand workers of one slot, with an actor each, in a few processes that reach the coordinator by remoting: what their
 * beats cost, how fast they get trials, and how soon the work of a hundred that are lost at once goes on elsewhere.
 *
 * <p>Arguments: a folder for homes, workers, workers lost at once, trials that do nothing, seconds of watching beats. Prints
 * five lines of JSON.
 */
public final class ManyWorkersBenchmark {
    /** Beside the one that is lost. */
    private static final int PROCESSES = 3;

    private static final long LONG_MILLIS = Duration.ofHours(1).toMillis();
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SWEEP = "many";

    private final Path folder;
    private final int workers;
    private final int lost;

    ManyWorkersBenchmark(Path folder, int workers, int lost) {
        this.folder = folder;
        this.workers = workers;
        this.lost = lost;
    }

    /**
     * What the coordinator takes of the processors while nothing happens but beats, of which each worker sends one a second.
     *
     * @param workers 0 for what it takes with none, which the others contain
     * @param busy whether each worker runs a trial
     */
    record Beats(String what, int workers, boolean busy, double cores) {}

    /** How fast trials that do nothing are run; {@code seconds} from submission to the end. */
    record Rate(
            String what,
            int workers,
            int trials,
            double seconds,
            double trialsPerSecond,
            double coordinatorMillisPerTrial,
            double coordinatorPeakMegabytes) {}

    /**
     * What became of attempts whose workers were killed together.
     *
     * @param noticedSeconds from the kill until the first of them is taken back
     * @param allNoticedSeconds until the last is
     * @param dispatchedSeconds until the first of them is started elsewhere
     * @param allDispatchedSeconds until the last is
     * @param others attempts of workers that live which were taken back too: there should be none
     */
    record Loss(
            String what,
            int workers,
            int lost,
            double noticedSeconds,
            double allNoticedSeconds,
            double dispatchedSeconds,
            double allDispatchedSeconds,
            int others) {}

    public static void main(String[] arguments) throws IOException {
        int[] numbers =
                Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
        try {
            new ManyWorkersBenchmark(Path.of(arguments[0]), numbers[0], numbers[1])
                    .run(numbers[2], numbers[3], System.out::println);
        } catch (HoldoutException | IllegalStateException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    /** @param tell a line of JSON each */
    void run(int trials, int seconds, Consumer<String> tell) throws IOException {
        try (var cluster = new IdleCluster(folder, "embedded")) {
            tell.accept(CanonicalJson.write(beats(cluster, 0, false, seconds)));
            start(cluster, workers, 0);
            tell.accept(CanonicalJson.write(beats(cluster, workers, false, seconds)));
            tell.accept(CanonicalJson.write(rate(cluster, trials)));
        }
        try (var cluster = new IdleCluster(folder, "embedded")) {
            lose(cluster, seconds, tell);
        }
    }

    /** In processes of about equal size; a sweep that is over in a moment tells when all are there. */
    private static void start(IdleCluster cluster, int count, long millis) throws IOException {
        for (int i = 0; i < PROCESSES; i++) {
            int share = count / PROCESSES + (i < count % PROCESSES ? 1 : 0);
            cluster.workers("many-" + (i + 1), share, 1, millis, Optional.empty());
        }
        if (millis == 0) {
            cluster.submit("first", 1, 1);
            cluster.awaitWorkers("first", count);
        }
    }

    private static Beats beats(IdleCluster cluster, int workers, boolean busy, int seconds) {
        double before = Usage.cpuSeconds(cluster.pid());
        long began = System.nanoTime();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
        double lived = (System.nanoTime() - began) / 1e9;
        return new Beats("beats", workers, busy, (Usage.cpuSeconds(cluster.pid()) - before) / lived);
    }

    private Rate rate(IdleCluster cluster, int trials) throws IOException {
        var wish = new OrchestrationBenchmark.Wish("embedded", workers, 1, trials, 0);
        var measured = OrchestrationBenchmark.measure(OrchestrationBenchmark.NOBODY, cluster, wish, 0);
        return new Rate(
                "dispatch",
                workers,
                measured.trials(),
                measured.seconds(),
                measured.trials() / measured.seconds(),
                measured.coordinatorCpuSeconds() * 1e3 / measured.trials(),
                measured.coordinatorPeakMegabytes());
    }

    /** Those who will be lost come first and get work; then the others, of whom as many stay free. */
    private void lose(IdleCluster cluster, int seconds, Consumer<String> tell) throws IOException {
        int trials = workers - lost;
        cluster.submit(SWEEP, trials, 0);
        Process doomed = cluster.workers("doomed", lost, 1, LONG_MILLIS, Optional.empty());
        running(cluster, lost);
        start(cluster, workers - lost, LONG_MILLIS);
        running(cluster, trials);
        cluster.awaitWorkers(SWEEP, workers);
        tell.accept(CanonicalJson.write(beats(cluster, workers, true, seconds)));
        long killed = System.currentTimeMillis();
        doomed.destroyForcibly();
        Waiting.until(PATIENCE, () -> Optional.of(restarted(cluster)).filter(again -> again.size() >= lost));
        tell.accept(CanonicalJson.write(loss(cluster, killed)));
    }

    private static void running(IdleCluster cluster, int count) {
        Waiting.until(PATIENCE, () -> Optional.of(cluster.client().view(SWEEP))
                .filter(view -> view.trials().running() >= count));
    }

    /** When each attempt started that was not the first of its trial. */
    private static List<Long> restarted(IdleCluster cluster) {
        var times = new ArrayList<Long>();
        events(cluster).forEach(event -> {
            if (event instanceof SweepEvent.AttemptStarted started
                    && started.attempt().number() > 1) {
                times.add(started.atMillis());
            }
        });
        return times;
    }

    private Loss loss(IdleCluster cluster, long killed) {
        var noticed = new ArrayList<Long>();
        Set<String> others = new HashSet<>();
        events(cluster).forEach(event -> {
            if (event instanceof SweepEvent.AttemptFailed failed) {
                noticed.add(failed.atMillis());
                if (!failed.worker().startsWith("doomed")) {
                    others.add(failed.worker());
                }
            }
        });
        List<Long> again = restarted(cluster);
        return new Loss(
                "loss",
                workers,
                lost,
                (noticed.stream().mapToLong(at -> at).min().orElseThrow() - killed) / 1e3,
                (noticed.stream().mapToLong(at -> at).max().orElseThrow() - killed) / 1e3,
                (again.stream().mapToLong(at -> at).min().orElseThrow() - killed) / 1e3,
                (again.stream().mapToLong(at -> at).max().orElseThrow() - killed) / 1e3,
                others.size());
    }

    private static List<SweepEvent> events(IdleCluster cluster) {
        var events = new ArrayList<SweepEvent>();
        try (var journal = cluster.home().journal();
                var reader = journal.reader()) {
            reader.events(SWEEP, entry -> events.add(entry.event()));
        }
        return events;
    }
}
