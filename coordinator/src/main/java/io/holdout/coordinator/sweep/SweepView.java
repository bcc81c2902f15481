package io.holdout.coordinator.sweep;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people see of a sweep, now. All numbers are of this moment; times in milliseconds.
 *
 * @param trials how many, and how many in each status
 * @param strategies cells of the table by strategy, in table order
 * @param running attempts that run now, longest first
 * @param workers workers heard of, by name
 * @param etaMillis estimated time to the end; null while nothing finished yet
 * @param attemptFailures attempts that ended without a result, so far
 * @param quarantined workers that get no work for a while, by name
 * @param alarms results that differed from the first of their trial
 */
public record SweepView(
        String sweep,
        SweepPhase phase,
        Counts trials,
        List<StrategyView> strategies,
        List<AttemptView> running,
        List<WorkerView> workers,
        List<QuarantineView> quarantined,
        long elapsedMillis,
        @Nullable Long etaMillis,
        double trialsPerMinute,
        long attemptFailures,
        long alarms) {

    /** The same with fewer running attempts named. */
    public SweepView withRunning(List<AttemptView> fewer) {
        return new SweepView(
                sweep,
                phase,
                trials,
                strategies,
                fewer,
                workers,
                quarantined,
                elapsedMillis,
                etaMillis,
                trialsPerMinute,
                attemptFailures,
                alarms);
    }

    /** One sweep of several. */
    public record SweepLine(String sweep, SweepPhase phase) {}

    /** Cells of one strategy: all, those with a number, those given up. */
    public record StrategyView(String strategy, int total, int done, int failed) {}

    /** One running attempt; {@code total} is 0 while unknown. */
    public record AttemptView(
            String label,
            String trial,
            String worker,
            int attempt,
            long done,
            long total,
            String note,
            long elapsedMillis) {}

    /** One worker in quarantine: for how much longer, how often in a row, and the last failure on it. */
    public record QuarantineView(String worker, long forMillis, int times, String reason) {}

    /** One worker. */
    public record WorkerView(String name, String host, String device, int slots, int busy, long lastSeenMillisAgo) {}
}
