package io.holdout.coordinator.simulate;

import io.holdout.coordinator.sweep.SweepPhase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run: a sweep under the faults of one seed, then quiet, in which everything must come to its end. Equal seeds give
 * equal runs of one version of this software.
 */
public final class Simulation {
    /** Virtual time with faults, at most; a sweep without them takes about one minute. */
    private static final long LONGEST_STORM_MILLIS = 300_000;
    /** Faults go on for as long after the sweep finished, for whoever still talks about it. */
    private static final long AFTER_FINISH_MILLIS = 20_000;
    /** Virtual time in which all must have ended: some leases, backoffs and the whole sweep once more. */
    private static final long LONGEST_QUIET_MILLIS = 900_000;
    /** As long for a trial that kills its workers: fifty attempts with a minute between them, for each in a chain. */
    private static final long LONGEST_QUIET_OF_KILLERS_MILLIS = 4 * 50 * 90_000L;
    /** Far more than any run takes; one that takes more goes round in circles. */
    private static final long MOST_STEPS = 2_000_000;

    private static final int TRACE_TAIL = 60;

    private final World world;
    private long steps;

    private Simulation(long seed, Subject subject, @Nullable Consumer<String> trace) {
        this.world = new World(seed, subject, trace);
    }

    /** Runs a seed. */
    public static Verdict run(long seed) {
        return run(seed, new Subject(), null);
    }

    /** Runs a seed and tells everything that happens, a line each. */
    public static Verdict run(long seed, Consumer<String> trace) {
        return run(seed, new Subject(), trace);
    }

    /** The last lines of a seed's trace. */
    public static List<String> traceTail(long seed) {
        Deque<String> tail = new ArrayDeque<>();
        run(seed, line -> {
            if (tail.size() == TRACE_TAIL) {
                tail.remove();
            }
            tail.add(line);
        });
        return List.copyOf(tail);
    }

    static Verdict run(long seed, Subject subject, @Nullable Consumer<String> trace) {
        var simulation = new Simulation(seed, subject, trace);
        Violation violation = null;
        try {
            simulation.run();
        } catch (Violation e) {
            violation = e;
        } catch (RuntimeException e) {
            violation = new Violation(
                    Invariant.NO_DEFECT, e + " at " + List.of(e.getStackTrace()).subList(0, 6), e);
        }
        return simulation.verdict(seed, violation);
    }

    private Verdict verdict(long seed, @Nullable Violation violation) {
        return new Verdict(
                seed,
                steps,
                world.agenda().now(),
                world.faults().struck(),
                world.checker().recoveries(),
                violation == null ? null : violation.invariant(),
                violation == null ? "" : String.valueOf(violation.getMessage()));
    }

    private void run() {
        new Chaos(world);
        long end = world.dice().between(LONGEST_STORM_MILLIS / 10, LONGEST_STORM_MILLIS);
        long finished = -1;
        while (world.agenda().now() < end) {
            step();
            if (finished < 0 && world.checker().state().phase() == SweepPhase.FINISHED) {
                finished = world.agenda().now();
                end = Math.min(end, finished + AFTER_FINISH_MILLIS);
            }
        }
        world.calm();
        untilAtRest();
        if (world.faults().has(Fault.ARTIFACT_DAMAGED)) {
            // what was damaged after it was used is found when the sweep is run again
            world.coordinators().forEach(SimulatedProcess::die);
            world.coordinators().clear();
            world.startCoordinator(0);
            untilAtRest();
        }
        world.checker().finished();
    }

    private void untilAtRest() {
        long limit = world.faults().struck().containsKey(Fault.TRIAL_KILLS)
                ? LONGEST_QUIET_OF_KILLERS_MILLIS
                : LONGEST_QUIET_MILLIS;
        long end = world.agenda().now() + limit;
        while (world.checker().state().phase() != SweepPhase.FINISHED || !world.isAtRest()) {
            step();
            Violation.unless(
                    world.agenda().now() < end, Invariant.CONVERGES, () -> "the sweep is %s with %s after %d s of quiet"
                            .formatted(
                                    world.checker().state().phase(),
                                    world.checker().state().counts(),
                                    limit / 1000));
        }
    }

    private void step() {
        Violation.unless(world.agenda().step(), Invariant.CONVERGES, () -> "nothing is planned any more");
        Violation.unless(++steps < MOST_STEPS, Invariant.BOUNDED, () -> "%d steps".formatted(steps));
        world.checkBounds();
    }
}
