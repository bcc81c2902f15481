package io.holdout.cli;

import io.holdout.coordinator.schedule.Share;
import io.holdout.coordinator.sweep.SweepView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A view as text. Pure. */
final class ProgressView {
    private static final int BAR = 30;
    private static final int MOST_ATTEMPTS = 10;

    private ProgressView() {}

    /** Some lines for a terminal, none wider than {@code width}. */
    static List<String> block(SweepView view, int width) {
        var lines = new ArrayList<String>();
        int total = view.trials().total();
        int ended = view.trials().succeeded() + view.trials().givenUp();
        lines.add(String.format(
                Locale.ROOT,
                "%s  %s  %s %d/%d trials  %s elapsed  %s",
                view.sweep(),
                view.phase().name().toLowerCase(Locale.ROOT),
                bar(ended, total, BAR),
                ended,
                total,
                duration(view.elapsedMillis()),
                toGo(view)));
        for (SweepView.StrategyView strategy : view.strategies()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-12s %s %3d/%d cells%s",
                    strategy.strategy(),
                    bar(strategy.done(), strategy.total(), BAR),
                    strategy.done(),
                    strategy.total(),
                    strategy.failed() == 0 ? "" : ", " + strategy.failed() + " failed"));
        }
        SweepView.ForecastView forecast = view.forecast();
        if (forecast != null) {
            SweepView.Estimate hours = forecast.deviceHours();
            lines.add(String.format(
                    Locale.ROOT,
                    "  left: %s device-hours (%s to %s)%s",
                    hours(hours.likely()),
                    hours(hours.low()),
                    hours(hours.high()),
                    forecast.millis() == null ? "" : ", ends in " + interval(forecast.millis())));
        }
        SweepView.SearchView searches = view.searches();
        if (searches != null) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  searches: %d of %d ended, %d candidates of at most %d%s",
                    searches.ended(),
                    searches.searches(),
                    searches.candidates(),
                    searches.mostCandidates(),
                    searches.ended() == searches.searches() ? "" : "; what they will suggest is in no forecast"));
        }
        List<SweepView.AttemptView> running = view.running();
        for (SweepView.AttemptView attempt : running.subList(0, Math.min(MOST_ATTEMPTS, running.size()))) {
            lines.add("  " + attempt.worker() + "  " + percent(attempt) + "  " + duration(attempt.elapsedMillis())
                    + "  " + attempt.label() + (attempt.note().isEmpty() ? "" : " (" + attempt.note() + ")"));
        }
        if (running.size() > MOST_ATTEMPTS) {
            lines.add("  and " + (running.size() - MOST_ATTEMPTS) + " more");
        }
        for (SweepView.QuarantineView worker : view.quarantined()) {
            lines.add("  " + worker.worker() + " gets no work for " + duration(worker.forMillis())
                    + ": trials fail on it that have nothing else in common; last " + worker.reason());
        }
        if (!view.share().equals(Share.USUAL)) {
            lines.add("  share: " + words(view.share()));
        }
        if (!view.drained().isEmpty()) {
            lines.add("  drained, get no new work: " + String.join(", ", view.drained()));
        }
        lines.add(String.format(
                Locale.ROOT,
                "  %d workers, %.1f trials a minute, %d attempts failed so far%s",
                view.workers().size(),
                view.trialsPerMinute(),
                view.attemptFailures(),
                view.alarms() == 0 ? "" : ", " + view.alarms() + " RESULTS DIVERGED"));
        return lines.stream()
                .map(line -> line.length() <= width ? line : line.substring(0, width - 1) + "…")
                .toList();
    }

    private static String toGo(SweepView view) {
        var forecast = view.forecast();
        return forecast == null || forecast.millis() == null
                ? ""
                : "about " + duration(Math.round(forecast.millis().likely())) + " to go";
    }

    static String hours(double hours) {
        return String.format(Locale.ROOT, hours < 1 ? "%.3f" : hours < 100 ? "%.1f" : "%.0f", hours);
    }

    private static String interval(SweepView.Estimate millis) {
        return duration(Math.round(millis.low())) + " to " + duration(Math.round(millis.high()));
    }

    private static String words(Share share) {
        return String.format(
                Locale.ROOT,
                "priority %d, weight %s, %s",
                share.priority(),
                share.weight(),
                share.mostSlots() == 0
                        ? "any number of slots"
                        : "at most " + share.mostSlots() + (share.mostSlots() == 1 ? " slot" : " slots"));
    }

    /** One line, for logs. */
    static String line(SweepView view) {
        int ended = view.trials().succeeded() + view.trials().givenUp();
        return String.format(
                Locale.ROOT,
                "%s: %d/%d trials, %d running, %d given up, %d attempts failed, %s elapsed%s",
                view.sweep(),
                ended,
                view.trials().total(),
                view.trials().running(),
                view.trials().givenUp(),
                view.attemptFailures(),
                duration(view.elapsedMillis()),
                toGo(view).isEmpty() ? "" : ", " + toGo(view));
    }

    private static String percent(SweepView.AttemptView attempt) {
        return attempt.total() == 0
                ? "  -%"
                : String.format(Locale.ROOT, "%3d%%", Math.min(100, 100 * attempt.done() / attempt.total()));
    }

    static String bar(int done, int total, int width) {
        int full = total == 0 ? 0 : (int) ((long) width * done / total);
        return "█".repeat(full) + "░".repeat(width - full);
    }

    static String duration(long millis) {
        long seconds = millis / 1000;
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60);
    }
}
