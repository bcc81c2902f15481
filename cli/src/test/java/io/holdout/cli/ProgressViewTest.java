package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.schedule.Share;
import io.holdout.coordinator.sweep.Counts;
import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.coordinator.sweep.SweepView;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
    private static final SweepView.ForecastView FORECAST = new SweepView.ForecastView(
            new SweepView.Estimate(0.03, 0.05, 1.5), new SweepView.Estimate(60_000, 90_000, 125_000));

    private static SweepView view(int succeeded, SweepView.ForecastView forecast) {
        return new SweepView(
                "demo",
                SweepPhase.RUNNING,
                new Counts(10 - succeeded, 0, 1, succeeded, 1),
                List.of(new SweepView.StrategyView("mm-pt", 4, 1, 1)),
                List.of(new SweepView.AttemptView(
                        "mm-pt conv4 on 17 datasets", "ab", "worker-1", 1, 30, 120, "epoch 1", 61_000)),
                List.of(new SweepView.WorkerView("worker-1", "host", "cpu", 1, 1, 10)),
                List.of(new SweepView.QuarantineView("worker-2", 50_000, 1, "DATA_MISSING: there is no data folder")),
                3_725_000,
                forecast,
                2.5,
                3,
                0,
                new Share(1, 2, 0),
                List.of("worker-9"),
                new SweepView.SearchView(3, 1, 18, 24));
    }

    @Test
    void shows_the_whole_each_strategy_what_runs_and_what_failed() {
        assertEquals(
                List.of(
                        "demo  running  ██████████░░░░░░░░░░░░░░░░░░░░ 4/12 trials  1:02 h elapsed  about 1:30 min to"
                                + " go",
                        "  mm-pt        ███████░░░░░░░░░░░░░░░░░░░░░░░   1/4 cells, 1 failed",
                        "  left: 0.050 device-hours (0.030 to 1.5), ends in 1:00 min to 2:05 min",
                        "  searches: 1 of 3 ended, 18 candidates of at most 24; what they will suggest is in no"
                                + " forecast",
                        "  worker-1   25%  1:01 min  mm-pt conv4 on 17 datasets (epoch 1)",
                        "  worker-2 gets no work for 50 s: trials fail on it that have nothing else in common; last"
                                + " DATA_MIS…",
                        "  share: priority 1, weight 2.0, any number of slots",
                        "  drained, get no new work: worker-9",
                        "  1 workers, 2.5 trials a minute, 3 attempts failed so far"),
                ProgressView.block(view(3, FORECAST), 100));
    }

    @Test
    void no_line_is_wider_than_the_screen() {
        assertTrue(ProgressView.block(view(3, null), 40).stream().allMatch(line -> line.length() <= 40));
    }

    @Test
    void off_a_terminal_says_one_line_and_not_again_before_it_is_due() {
        var bytes = new ByteArrayOutputStream();
        var screen = new LiveScreen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);

        screen.show(view(3, null));
        screen.show(view(4, null));

        assertEquals(
                "demo: 4/12 trials, 1 running, 1 given up, 3 attempts failed, 1:02 h elapsed\n",
                bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void on_a_terminal_draws_over_what_it_drew() {
        var bytes = new ByteArrayOutputStream();
        var screen = new LiveScreen(new PrintStream(bytes, true, StandardCharsets.UTF_8), true);

        screen.show(view(3, null));
        screen.show(view(4, null));

        assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("\u001b[8A\r\u001b[0J"));
    }
}
