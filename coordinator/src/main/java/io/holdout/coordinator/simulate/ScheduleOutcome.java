package io.holdout.coordinator.simulate;

/**
 * What one {@link ScheduledRun} came to.
 *
 * @param boundHours before which it cannot end: all work on all machines while they were there, or the longest chain of
 *     trials on the fastest machine, whichever is longer
 * @param utilisation share of the time that machines were there in which they ran a trial
 */
record ScheduleOutcome(int workers, int trials, double makespanHours, double boundHours, double utilisation) {
    double ratioToBound() {
        return makespanHours / boundHours;
    }
}
