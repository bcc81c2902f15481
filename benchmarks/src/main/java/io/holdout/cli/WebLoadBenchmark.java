package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a crowd that watches costs a sweep: the same sweep of trials that do nothing, in turns with and without a crowd. The
 * crowd runs on the same machine and takes its share of it, so the cost is overstated.
 */
public final class WebLoadBenchmark {
    private static final OrchestrationBenchmark.Audience NOBODY = (endpoint, sweep) -> () -> {};

    private final Path folder;
    private final List<Crowd.Seen> seen = new ArrayList<>();

    WebLoadBenchmark(Path folder) {
        this.folder = folder;
    }

    /**
     * One pair of sweeps.
     *
     * @param trialsPerSecond without the crowd
     * @param watchedTrialsPerSecond with it
     * @param watchedPeakMegabytes of the coordinator, resident
     * @param millisPerTrial of the processor that the coordinator took, its start included
     * @param watchedMillisPerTrial with the crowd
     * @param crowdCpuSeconds what the crowd itself took of the same processors
     */
    record Measured(
            int trials,
            double trialsPerSecond,
            double watchedTrialsPerSecond,
            double peakMegabytes,
            double watchedPeakMegabytes,
            double millisPerTrial,
            double watchedMillisPerTrial,
            double crowdCpuSeconds,
            Crowd.Seen crowd) {}

    /** @param arguments a folder for homes; trials; watchers; status requests a second; rounds */
    public static void main(String[] arguments) throws IOException {
        var benchmark = new WebLoadBenchmark(Path.of(arguments[0]));
        try {
            for (int round = 0; round < Integer.parseInt(arguments[4]); round++) {
                System.out.println(CanonicalJson.write(benchmark.run(
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]),
                        Integer.parseInt(arguments[3]))));
            }
        } catch (HoldoutException | IllegalStateException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    Measured run(int trials, int watchers, int perSecond) throws IOException {
        var wish = new OrchestrationBenchmark.Wish("embedded", 2, 8, trials, 0);
        long self = ProcessHandle.current().pid();
        var alone = new OrchestrationBenchmark(folder).run(wish, NOBODY);
        System.err.println(CanonicalJson.write(alone));
        double before = Usage.cpuSeconds(self);
        var watched = new OrchestrationBenchmark(folder).run(wish, (endpoint, sweep) -> {
            var crowd = new Crowd(endpoint, sweep, watchers, perSecond);
            return () -> {
                seen.add(crowd.seen());
                crowd.close();
            };
        });
        return new Measured(
                trials,
                trials / alone.seconds(),
                trials / watched.seconds(),
                alone.coordinatorPeakMegabytes(),
                watched.coordinatorPeakMegabytes(),
                alone.coordinatorCpuSeconds() * 1e3 / trials,
                watched.coordinatorCpuSeconds() * 1e3 / trials,
                Usage.cpuSeconds(self) - before,
                seen.get(seen.size() - 1));
    }
}
