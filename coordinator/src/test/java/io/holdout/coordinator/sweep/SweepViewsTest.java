package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SweepViewsTest {
    /** Two cells of two trials each. */
    private static final String FILE =
            """
            sweep: test
            datasets: [bus, crc]
            targets: primary
            strategies: [random-init]
            backbones: [conv4]
            episodes: 2
            fine_tune: {episodes_per_trial: 1}
            """;

    private static final NodeInfo NODE = new NodeInfo("host", 1, "cpu", "engine", 1, "17", "test");

    private SweepState state = SweepState.EMPTY;
    private long now = 1_000_000;

    private void when(SweepCommand command) {
        state = Turn.<String, String>of(Rules.REAL, state, List.of(SweepRequest.unanswered(command)), now, 1)
                .after();
    }

    private SweepView.StrategyView cells() {
        return SweepViews.of(state, Map.of(), List.of(), now).strategies().get(0);
    }

    private void finish(RunAttempt order) {
        when(new SweepCommand.FinishTrial(order.attempt(), CanonicalJson.sha256("result"), 0.7, 1000, "w", NODE));
    }

    @Test
    void a_cell_is_done_once_all_its_trials_are_in_whatever_order_and_failed_once_one_is_given_up() {
        var fingerprints = new TreeMap<String, String>();
        List.of("bus", "crc").forEach(id -> fingerprints.put(id, CanonicalJson.sha256(id)));
        when(new SweepCommand.SubmitSweep(
                new Submission(FILE, "test.yaml", MedimetaCatalogue.load(), fingerprints, new TreeMap<>()), "test"));
        var beat = new SweepCommand.ReconcileWorker("w", 1, List.of(), 9, false);
        Map<Integer, RunAttempt> orders = new TreeMap<>();
        Decider.decide(state, beat, now)
                .orders()
                .forEach(order ->
                        orders.put(state.indexOf(order.attempt().trial()).orElseThrow(), order));
        when(beat);
        List<List<Integer>> trials =
                state.plan().experiments().stream().map(cell -> cell.trials()).toList();
        assertEquals(new SweepView.StrategyView("random-init", 2, 0, 0), cells());

        finish(orders.get(trials.get(0).get(1)));
        assertEquals(new SweepView.StrategyView("random-init", 2, 0, 0), cells(), "the first of the two runs");
        finish(orders.get(trials.get(1).get(0)));
        assertEquals(new SweepView.StrategyView("random-init", 2, 0, 0), cells(), "the last of the two runs");
        finish(orders.get(trials.get(0).get(0)));
        assertEquals(new SweepView.StrategyView("random-init", 2, 1, 0), cells());

        // what is the sweep file's fault is tried by another worker as well
        var hopeless = new Failure(FailureClass.USER, "BAD", "this can never work");
        var last = orders.get(trials.get(1).get(1)).attempt();
        when(new SweepCommand.FailAttempt(last, hopeless, "w"));
        assertEquals(new SweepView.StrategyView("random-init", 2, 1, 0), cells());
        now += 60_000;
        when(new SweepCommand.ReconcileWorker("other", 1, List.of(), 9, false));
        when(new SweepCommand.FailAttempt(
                new AttemptId(last.sweep(), last.trial(), last.number() + 1), hopeless, "other"));
        assertEquals(new SweepView.StrategyView("random-init", 2, 1, 1), cells());
    }
}
