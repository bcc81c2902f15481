package io.holdout.coordinator.report.explain;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.plan.Setting;
import io.holdout.coordinator.report.Cell;
import io.holdout.coordinator.report.Cells;
import io.holdout.coordinator.report.Digits;
import io.holdout.coordinator.report.Evidence;
import io.holdout.coordinator.report.Heading;
import io.holdout.coordinator.report.Line;
import io.holdout.coordinator.report.Metric;
import io.holdout.coordinator.report.Outcome;
import io.holdout.coordinator.report.Sample;
import io.holdout.coordinator.report.StoredOutcomes;
import io.holdout.coordinator.report.statistics.Bootstrap;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tells of one cell, as text. */
public final class Explanation {
    private final SweepState state;
    private final LongFunction<String> time;
    private final StringBuilder text = new StringBuilder();

    private Explanation(SweepState state, LongFunction<String> time) {
        this.state = state;
        this.time = time;
    }

    /**
     * From the number to where it comes from.
     *
     * @param outcomes as {@link StoredOutcomes#of} gives them; asked of the trials of this cell alone
     * @param events gives all of the sweep's to its argument, in order; called once
     * @param row title of a row, as tables show it
     * @param task such as {@code bus/malignancy}
     * @param time words for milliseconds since 1970
     * @throws HoldoutException NO_SUCH_CELL naming the rows or tasks that there are
     */
    public static String of(
            SweepState state,
            IntFunction<Outcome> outcomes,
            Consumer<Consumer<SweepEvent>> events,
            String row,
            String task,
            LongFunction<String> time) {
        Plan plan = state.plan();
        List<Line> rows = plan.rows().stream().map(Line::of).toList();
        List<Heading> tasks = plan.columns().stream().map(Heading::of).toList();
        int line = place("row", row, rows.stream().map(Line::title).toList());
        int column = place("task", task, tasks.stream().map(Heading::title).toList());
        Experiment experiment = plan.experiment(line, column);
        var explanation = new Explanation(state, time);
        explanation.cell(rows.get(line), tasks.get(column), new Cells(plan, outcomes).of(experiment));
        explanation.trials(experiment, events);
        return explanation.text.toString();
    }

    private static int place(String what, String name, List<String> names) {
        int place = names.indexOf(name);
        if (place < 0) {
            throw HoldoutException.user(
                    "NO_SUCH_CELL", "no " + what + " '" + name + "'; there are '" + String.join("', '", names) + "'");
        }
        return place;
    }

    private void cell(Line row, Heading task, Evidence evidence) {
        line(row.title() + " on " + task.title() + ", sweep " + state.plan().name());
        for (Metric metric : Metric.values()) {
            Cell cell = Cell.of(evidence, metric);
            if (cell instanceof Cell.Done done) {
                line("  " + metric.heading() + ": " + number(metric, done));
            } else {
                line("  " + metric.heading() + ": " + cell.status() + ", " + cell.reason());
            }
        }
        line("  settings: " + row.settings().stream().map(Setting::words).collect(Collectors.joining(", ")));
        var submission = state.submission();
        line("  plan " + state.plan().digest() + ", accepted by Holdout " + submission.version() + " at "
                + time.apply(submission.atMillis()));
        if (evidence instanceof Sample sample && sample.episodic()) {
            line("");
            episodes(sample);
        }
    }

    private static String number(Metric metric, Cell.Done done) {
        String mean = metric.shown(done.mean());
        if (done.interval().isEmpty()) {
            return mean + (done.episodes() == 0 ? " on the test split" : " over 1 episode");
        }
        var interval = done.bootstrap(metric, new Bootstrap()).orElseThrow();
        return mean + " (" + metric.shown(done.interval().getAsDouble()) + "), bootstrap 95% "
                + metric.shown(interval.low()) + " to " + metric.shown(interval.high()) + ", over " + done.episodes()
                + " episodes" + (done.undefinedEpisodes() > 0 ? ", " + done.undefinedEpisodes() + " undefined" : "");
    }

    private void episodes(Sample sample) {
        line("episodes, drawn as " + sample.draw() + " (rows of the same draw are paired):");
        line("  number   AUROC  accuracy    loss");
        IntStream.range(0, sample.episodes().size())
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "  %6d  %6s  %8s  %6s",
                        sample.episodes().get(i),
                        shown(Metric.AUROC, sample.auroc().get(i)),
                        shown(Metric.ACCURACY, sample.accuracy().get(i)),
                        shown(Metric.LOSS, sample.loss().get(i))))
                .forEach(this::line);
    }

    private static String shown(Metric metric, double value) {
        return Double.isNaN(value) ? "–" : metric.shown(value);
    }

    private void trials(Experiment experiment, Consumer<Consumer<SweepEvent>> events) {
        if (experiment.selection() != null && experiment.selection().isMade()) {
            line("  chosen by search on validation data: "
                    + experiment.selection().values() + ", candidate "
                    + (experiment.selection().candidate() + 1) + " of "
                    + experiment.selection().tried());
        }
        var histories = new LinkedHashMap<Integer, TrialHistory>();
        for (int index : state.plan().waitsFor(experiment)) {
            histories.put(
                    index, new TrialHistory(state.plan().trials().get(index).id()));
        }
        // a journal may be larger than memory: it is read once, and what is of other trials is not kept
        events.accept(event -> histories.values().forEach(history -> history.take(event)));
        histories.forEach(this::trial);
    }

    private void trial(int index, TrialHistory history) {
        PlannedTrial trial = state.plan().trials().get(index);
        line("");
        line("trial " + trial.id().hex() + ": " + trial.label());
        line("  " + state.status(index).name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", needed by " + uses(index)
                + " cells");
        if (trial.spec() instanceof AdaptSpec adapt) {
            line("  start: " + CanonicalJson.write(adapt.start()));
            line("  episodes " + adapt.fromEpisode() + " to " + (adapt.toEpisode() - 1) + " drawn by "
                    + CanonicalJson.write(adapt.episodes()));
        }
        line("  everything that decides it: " + trial.spec().canonicalForm());
        attempts(history);
        if (history.result != null) {
            ResultRef result = history.result;
            line("  result: artifact " + result.artifact()
                    + (result.pack().isEmpty() ? "" : ", the line whose SHA-256 is " + result.hash()));
        }
        if (history.divergences > 0) {
            line("  ALARM: " + history.divergences + " later results differed from this one");
        }
    }

    private long uses(int trial) {
        return state.plan().experiments().stream()
                .filter(each -> each.needs().contains(trial))
                .count();
    }

    private void attempts(TrialHistory history) {
        if (history.attempts.isEmpty()) {
            line("  no attempt yet");
        }
        for (TrialHistory.Attempt attempt : history.attempts) {
            String ended =
                    attempt.endedMillis == 0 ? "" : ", " + attempt.outcome + " " + time.apply(attempt.endedMillis);
            String took = attempt.durationMillis == 0
                    ? ""
                    : " after " + Digits.fixed(attempt.durationMillis / 1000.0, 1) + " s";
            line("  attempt " + attempt.number + " on " + attempt.worker + ": started "
                    + time.apply(attempt.startedMillis) + ended + took);
            if (attempt.failure != null) {
                line("    " + attempt.failure.failureClass() + " " + attempt.failure);
            }
            if (attempt.node != null) {
                var node = attempt.node;
                line("    node " + node.host() + ", " + node.device()
                        + (node.model().isEmpty() ? "" : " " + node.model()) + ", " + node.threads() + " threads, "
                        + node.engine() + ", java " + node.java() + ", Holdout " + node.version());
            }
        }
        if (history.givenUp != null && history.result == null) {
            line("  given up: " + history.givenUp);
        }
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}
