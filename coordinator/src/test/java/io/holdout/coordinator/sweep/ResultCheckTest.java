package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ResultCheckTest {
    private static final String FILE =
            """
            sweep: test
            datasets: [bus]
            targets: [bus/malignancy]
            strategies: [random-init]
            backbones: [conv4]
            episodes: 2
            fine_tune: {episodes_per_trial: 1}
            """;
    private static final NodeInfo NODE = new NodeInfo("host", 1, "cpu", "engine", 1, "17", "test");
    private static final String RESULT = CanonicalJson.sha256("result");

    private final ResultCheck emptyStore = new ResultCheck(hash -> Optional.empty(), checkpoint -> true);
    private SweepState state = SweepState.EMPTY;

    private Turn<String, String> when(SweepCommand command) {
        var turn = Turn.<String, String>of(Rules.REAL, state, List.of(SweepRequest.unanswered(command)), 1_000_000, 1);
        state = turn.after();
        return turn;
    }

    private List<RunAttempt> started() {
        var fingerprints = new TreeMap<String, String>();
        fingerprints.put("bus", CanonicalJson.sha256("bus"));
        var submission = new Submission(FILE, "test.yaml", MedimetaCatalogue.load(), fingerprints, new TreeMap<>());
        when(new SweepCommand.SubmitSweep(submission, "test"));
        return Decider.decide(state, new SweepCommand.ReconcileWorker("w", 1, List.of(), 9), 1_000_000)
                .orders();
    }

    private Turn<String, String> finish(RunAttempt order) {
        return when(new SweepCommand.FinishTrial(order.attempt(), RESULT, 0.7, 1000, "w", NODE));
    }

    @Test
    void a_result_that_is_gone_when_the_sweep_ends_is_made_again_before_anybody_sees_a_table_with_a_hole() {
        List<RunAttempt> orders = started();
        when(new SweepCommand.ReconcileWorker("w", 1, List.of(), 9));

        assertEquals(List.of(), emptyStore.lostAfter(finish(orders.get(0))), "nobody looks while the sweep runs");
        var lost = emptyStore.lostAfter(finish(orders.get(1)));
        assertEquals(
                orders.stream().map(order -> order.attempt().trial()).sorted().toList(),
                lost.stream().sorted().toList());
        assertEquals(SweepPhase.FINISHED, state.phase());

        when(new SweepCommand.ForgetResults(lost));
        assertEquals(SweepPhase.RUNNING, state.phase());
        assertEquals(2, state.counts().ready());
    }
}
