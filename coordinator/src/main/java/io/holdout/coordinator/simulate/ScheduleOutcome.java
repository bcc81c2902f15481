package io.holdout.coordinator.simulate;

/**
 * What one {@link ScheduledRun} came to.
 *
 * @param boundHours before which it cannot end: all work on all machines while they were there, or the longest chain of
 *     trials on the fastest machine, whichever is longer
 * @param utilisation share of the time that machines were there in which they ran a trial
 * @param pathHours the longest chain of trials on the fastest machine
 * @param machineHours for which machines were there
 * @param interruptions trials that were taken from a machine
 * @param busiestMinute most starts and ends of attempts in one minute
 */
record ScheduleOutcome(
        int workers,
        int trials,
        double makespanHours,
        double boundHours,
        double utilisation,
        double pathHours,
        double machineHours,
        int interruptions,
        int busiestMinute) {
    double ratioToBound() {
        return makespanHours / boundHours;
    }
}
