package io.holdout.cli;

import io.holdout.coordinator.simulate.ScalePlan;
import io.holdout.coordinator.simulate.ScheduleComparison;
import io.holdout.coordinator.simulate.Simulation;
import io.holdout.coordinator.simulate.SimulationTotals;
import io.holdout.coordinator.simulate.Verdict;
import io.holdout.protocol.failure.HoldoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts the coordinator through as many storms as wanted, each from one seed. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Simulate the coordinator under crashes, lost messages, partitions, journal and disk faults, in "
                + "virtual time, each run from one seed; check that no result is lost and the table is the same. "
                + "A seed that fails replays exactly with --seed.")
final class SimulateCommand implements Callable<Integer> {
    /** Seeds between two lines of progress. */
    private static final long STEP = 500;

    /** Of sweeps of twenty thousand, two hundred thousand and a million trials. */
    private static final List<Integer> SEEDS_OF_LARGE = List.of(1, 10, 50);

    private static final long MOST_SEEDS = 1_000_000_000L;

    /** As sweeps have it by default: four trials a cell. */
    private static final int EPISODES_PER_TRIAL = 25;

    @Option(names = "--seeds", paramLabel = "N", description = "How many seeds (default: ${DEFAULT-VALUE}).")
    long seeds = 2_000;

    @Option(names = "--from", paramLabel = "SEED", description = "The first seed (default: ${DEFAULT-VALUE}).")
    long from = 1;

    @Option(names = "--seed", paramLabel = "SEED", description = "Run this seed alone.")
    @Nullable
    Long seed;

    @Option(names = "--trace", description = "With --seed: print everything that happens, a line each.")
    boolean trace;

    @Option(
            names = "--schedule",
            description =
                    "Instead, run MedIMeta's whole grid on 1, 8, 64 and 512 machines that come and go, and compare the"
                            + " time that it takes with the least possible, with first come first served, and with one"
                            + " pre-training for each task. About a minute.")
    boolean schedule;

    @Option(
            names = "--large",
            description =
                    "Instead, measure how long planning takes and a decision which trial a worker gets, with up to a "
                            + "million trials; journal and network left out. Needs a heap of 2 GB.")
    boolean large;

    @Option(
            names = "--scale",
            description =
                    "Instead, print what MedIMeta's whole grid would take on 8, 64 and 512 GPUs: hours, cost, what it"
                            + " waits for, and its journal (docs/scale.md). About a minute.")
    boolean scale;

    @Option(
            names = "--dollars",
            paramLabel = "D",
            description = "With --scale: price of a GPU-hour (default: ${DEFAULT-VALUE}).")
    double dollars = 2;

    @Override
    public Integer call() {
        if (schedule) {
            return schedule();
        }
        if (scale) {
            System.out.println(ScalePlan.head());
            ScalePlan.FLEETS.forEach(
                    gpus -> System.out.println(ScalePlan.of(gpus, EPISODES_PER_TRIAL, seed == null ? 1 : seed)
                            .row(dollars)));
            return ExitCode.OK;
        }
        if (large) {
            SEEDS_OF_LARGE.forEach(
                    each -> System.out.println(LargeSweep.measure(each).text()));
            return ExitCode.OK;
        }
        if (seed != null) {
            Verdict verdict = trace ? Simulation.run(seed, System.out::println) : Simulation.run(seed);
            System.out.println(verdict.text());
            return verdict.held() ? ExitCode.OK : ExitCode.BUG;
        }
        if (trace || seeds < 1 || seeds > MOST_SEEDS) {
            throw HoldoutException.user(
                    "BAD_ARGUMENT",
                    trace ? "--trace needs --seed" : "--seeds is " + seeds + "; allowed are 1 to " + MOST_SEEDS);
        }
        var totals = new SimulationTotals();
        for (long done = 0; done < seeds; ) {
            long next = Math.min(seeds, done + STEP);
            List<Verdict> verdicts = LongStream.range(from + done, from + next)
                    .parallel()
                    .mapToObj(Simulation::run)
                    .toList();
            verdicts.forEach(totals::add);
            done = next;
            System.err.printf(
                    "%d of %d seeds, %d broken%n", done, seeds, totals.broken().size());
        }
        System.out.print(totals.text());
        var failed = new ArrayList<>(totals.broken());
        if (failed.isEmpty()) {
            return ExitCode.OK;
        }
        Verdict first = failed.get(0);
        System.out.println("\nthe end of seed " + first.seed() + ":");
        Simulation.traceTail(first.seed()).forEach(System.out::println);
        return ExitCode.BUG;
    }

    private Integer schedule() {
        long of = seed == null ? 1 : seed;
        for (int workers : ScheduleComparison.FLEETS) {
            System.out.println(
                    ScheduleComparison.of(workers, EPISODES_PER_TRIAL, of).text());
        }
        return ExitCode.OK;
    }
}
