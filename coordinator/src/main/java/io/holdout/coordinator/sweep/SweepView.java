package io.holdout.coordinator.sweep;

import io.holdout.coordinator.schedule.Forecast;
import io.holdout.coordinator.schedule.Share;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people see of a sweep, now. All numbers are of this moment; times in milliseconds.
 *
 * @param trials how many, and how many in each status
 * @param strategies cells of the table by strategy, in table order
 * @param running attempts that run now, longest first
 * @param workers workers heard of, by name
 * @param forecast what is left to do; null while nothing finished yet, and where nothing goes on
 * @param attemptFailures attempts that ended without a result, so far
 * @param quarantined workers that get no work for a while, by name
 * @param alarms results that differed from the first of their trial
 * @param share what it gets beside other sweeps
 * @param drained workers that get no work by the user's wish, by name
 * @param searches how far the searches for hyper-parameters are; null if there are none
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
        @Nullable ForecastView forecast,
        double trialsPerMinute,
        long attemptFailures,
        long alarms,
        Share share,
        List<String> drained,
        @Nullable SearchView searches) {
    private static final double MILLIS_PER_HOUR = 3_600_000;

    /**
     * What is left, each as low, likely and high; the truth is thought to lie between low and high four times of five.
     *
     * @param deviceHours time on all slots together
     * @param millis until the end; null if no worker is known
     */
    public record ForecastView(Estimate deviceHours, @Nullable Estimate millis) {
        static ForecastView of(Forecast forecast, boolean anybody) {
            return new ForecastView(
                    Estimate.of(forecast.deviceMillis(), MILLIS_PER_HOUR),
                    anybody ? Estimate.of(forecast.millis(), 1) : null);
        }
    }

    /** See {@link ForecastView}. */
    public record Estimate(double low, double likely, double high) {
        static Estimate of(Forecast.Interval interval, double unit) {
            return new Estimate(interval.low() / unit, interval.expected() / unit, interval.high() / unit);
        }
    }

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
                forecast,
                trialsPerMinute,
                attemptFailures,
                alarms,
                share,
                drained,
                searches);
    }

    /** One sweep of several. */
    public record SweepLine(String sweep, SweepPhase phase) {}

    /**
     * All searches together; the forecast does not have what they will suggest.
     *
     * @param ended searches that chose, or that nothing can be chosen in
     * @param candidates suggested so far
     * @param mostCandidates that there will be at most
     */
    public record SearchView(int searches, int ended, int candidates, int mostCandidates) {}

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

    /**
     * One worker.
     *
     * @param images that its process has read
     * @param memoryMiB of its device; 0 if unknown
     * @param memoryUsedMiB of that, by whatever process; 0 if unknown
     */
    public record WorkerView(
            String name,
            String host,
            String device,
            int slots,
            int busy,
            long lastSeenMillisAgo,
            long images,
            int memoryMiB,
            int memoryUsedMiB) {
        /** One of which no more is known. */
        public WorkerView(String name, String host, String device, int slots, int busy, long lastSeenMillisAgo) {
            this(name, host, device, slots, busy, lastSeenMillisAgo, 0, 0, 0);
        }

        WorkerView using(long read, int memory, int used) {
            return new WorkerView(name, host, device, slots, busy, lastSeenMillisAgo, read, memory, used);
        }
    }
}
