package io.holdout.coordinator.simulate;

import io.holdout.coordinator.schedule.TrialShape;
import java.util.List;
import java.util.Locale;

/**
 * How much of a fleet's time the scheduler uses, on a model of what MedIMeta's authors ran: against the bound below which
 * nobody can be, against first come first served, and against one pre-training for each held-out task.
 */
public final class ScheduleComparison {
    /** Numbers of workers. */
    public static final List<Integer> FLEETS = List.of(1, 8, 64, 512);

    private ScheduleComparison() {}

    /**
     * One number of workers.
     *
     * @param makespanHours of Holdout's schedule
     * @param boundHours which no schedule can beat
     * @param utilisation share of the machines' time in which they ran a trial
     * @param firstComeHours makespan of first come, first served
     * @param unsharedHours makespan of Holdout's schedule without shared pre-trainings
     * @param stragglingRatio to the bound of its own, where one attempt of 500 takes eight times as long, of the trials that
     *     need no pre-training: with one, the longest of those decides
     * @param onceEachRatio the same without second attempts
     */
    public record Row(
            int workers,
            int trials,
            double makespanHours,
            double boundHours,
            double utilisation,
            double firstComeHours,
            double unsharedHours,
            double stragglingRatio,
            double onceEachRatio) {
        /** 1 is perfect. */
        public double ratioToBound() {
            return makespanHours / boundHours;
        }

        /** A line for people. */
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "%4d workers: %9.1f h, %.3f of the bound, %5.1f%% used; first come first served takes %.2f times as"
                            + " long, without sharing %.2f times; fine-tuning with stragglers takes %.3f of its"
                            + " bound, without second attempts %.3f",
                    workers,
                    makespanHours,
                    ratioToBound(),
                    100 * utilisation,
                    firstComeHours / makespanHours,
                    unsharedHours / makespanHours,
                    stragglingRatio,
                    onceEachRatio);
        }
    }

    /**
     * Runs the grid five times on one fleet.
     *
     * @param episodesPerTrial of the 100 episodes of a cell, at most
     */
    public static Row of(int workers, int episodesPerTrial, long seed) {
        var grid = ScheduledGrid.of(episodesPerTrial);
        var shared = ScheduledRun.of(grid.shared(), SchedulePolicy.holdout(grid.shared()), workers, seed);
        var first = ScheduledRun.of(grid.shared(), SchedulePolicy.firstComeFirstServed(grid.shared()), workers, seed);
        var unshared = ScheduledRun.of(grid.unshared(), SchedulePolicy.holdout(grid.unshared()), workers, seed);
        List<TrialShape> free = grid.shared().stream()
                .filter(shape -> shape.group().startsWith("fine-tune")
                        && shape.dependencies().isEmpty())
                .toList();
        var straggling = ScheduledRun.withStragglers(free, SchedulePolicy.holdout(free), workers, seed);
        var onceEach =
                ScheduledRun.withStragglers(free, SchedulePolicy.onceEach(SchedulePolicy.holdout(free)), workers, seed);
        return new Row(
                workers,
                shared.trials(),
                shared.makespanHours(),
                shared.boundHours(),
                shared.utilisation(),
                first.makespanHours(),
                unshared.makespanHours(),
                straggling.ratioToBound(),
                onceEach.ratioToBound());
    }
}
