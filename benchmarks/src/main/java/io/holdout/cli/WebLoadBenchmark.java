package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a crowd that watches costs a sweep: the same sweep of trials that do nothing, in turns with and without a crowd. The
 * crowd runs on the same machine and takes its share of it, so the cost is overstated.
 */
public final class WebLoadBenchmark {
    /** Pairs in the same processes: with more the sweeps of before fill the memory, and that is measured instead. */
    private static final int TOGETHER = 4;

    private final Path folder;

    WebLoadBenchmark(Path folder) {
        this.folder = folder;
    }

    /**
     * One pair of sweeps.
     *
     * @param trialsPerSecond without the crowd
     * @param watchedTrialsPerSecond with it
     * @param ratio of the second to the first
     * @param peakMegabytes of the coordinator so far, resident
     * @param millisPerTrial of the processor that the coordinator took
     * @param watchedMillisPerTrial with the crowd
     * @param crowdCpuSeconds what the crowd itself took of the same processors
     */
    record Measured(
            int trials,
            double trialsPerSecond,
            double watchedTrialsPerSecond,
            double ratio,
            double peakMegabytes,
            double millisPerTrial,
            double watchedMillisPerTrial,
            double crowdCpuSeconds,
            Crowd.Seen crowd) {}

    /** @param arguments a folder for homes; trials; watchers; status requests a second; trials of a sweep before; rounds */
    public static void main(String[] arguments) throws IOException {
        var benchmark = new WebLoadBenchmark(Path.of(arguments[0]));
        int[] numbers =
                Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
        try {
            benchmark
                    .run(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
                    .forEach(each -> System.out.println(CanonicalJson.write(each)));
        } catch (HoldoutException | IllegalStateException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    /** Pairs of sweeps, some in the same processes, after one that is not counted: the crowd's questions start cold too. */
    List<Measured> run(int trials, int watchers, int perSecond, int warmup, int rounds) throws IOException {
        var wish = new OrchestrationBenchmark.Wish("embedded", 2, 8, trials, 0, warmup);
        var pairs = new ArrayList<Measured>();
        while (pairs.size() < rounds) {
            int counted = Math.min(TOGETHER, rounds - pairs.size());
            pairs.addAll(pairs(wish, watchers, perSecond, counted + 1).subList(1, counted + 1));
        }
        return pairs;
    }

    private List<Measured> pairs(OrchestrationBenchmark.Wish wish, int watchers, int perSecond, int rounds)
            throws IOException {
        var seen = new ArrayList<Crowd.Seen>();
        var crowdCpu = new ArrayList<Double>();
        OrchestrationBenchmark.Audience crowds = (endpoint, sweep) -> {
            var crowd = new Crowd(endpoint, sweep, watchers, perSecond);
            double before = Usage.cpuSeconds(ProcessHandle.current().pid());
            return () -> {
                seen.add(crowd.seen());
                crowdCpu.add(Usage.cpuSeconds(ProcessHandle.current().pid()) - before);
            };
        };
        var audiences = new ArrayList<OrchestrationBenchmark.Audience>();
        for (int round = 0; round < rounds; round++) {
            audiences.add(OrchestrationBenchmark.NOBODY);
            audiences.add(crowds);
        }
        var sweeps = new OrchestrationBenchmark(folder).run(wish, audiences);
        int trials = wish.trials();
        var pairs = new ArrayList<Measured>();
        for (int round = 0; round < rounds; round++) {
            var alone = sweeps.get(2 * round);
            var watched = sweeps.get(2 * round + 1);
            pairs.add(new Measured(
                    trials,
                    trials / alone.seconds(),
                    trials / watched.seconds(),
                    alone.seconds() / watched.seconds(),
                    watched.coordinatorPeakMegabytes(),
                    alone.coordinatorCpuSeconds() * 1e3 / trials,
                    watched.coordinatorCpuSeconds() * 1e3 / trials,
                    crowdCpu.get(round),
                    seen.get(round)));
        }
        return pairs;
    }
}
