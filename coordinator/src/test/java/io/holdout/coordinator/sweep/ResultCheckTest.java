package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.CheckpointKind;
import io.holdout.protocol.trial.TrialResult;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        return started(FILE);
    }

    private List<RunAttempt> started(String file) {
        var fingerprints = new TreeMap<String, String>();
        List.of("bus", "glaucoma").forEach(id -> fingerprints.put(id, CanonicalJson.sha256(id)));
        var submission = new Submission(file, "test.yaml", MedimetaCatalogue.load(), fingerprints, new TreeMap<>());
        when(new SweepCommand.SubmitSweep(submission, "test"));
        return Decider.decide(state, new SweepCommand.ReconcileWorker("w", 1, List.of(), 9, false), 1_000_000)
                .orders();
    }

    private Turn<String, String> finish(RunAttempt order) {
        return when(new SweepCommand.FinishTrial(order.attempt(), RESULT, 0.7, 1000, "w", NODE));
    }

    @Test
    void results_in_a_pack_are_there_while_it_is_whole_and_all_are_gone_with_it() {
        List<byte[]> results = List.of(adapted(0.25), adapted(0.75));
        var store = new HashMap<String, byte[]>();
        String pack = CanonicalJson.sha256("the pack");
        store.put(pack, ResultRef.pack(results));
        var check = new ResultCheck(hash -> Optional.ofNullable(store.get(hash)), checkpoint -> true);
        List<RunAttempt> orders = started();
        when(new SweepCommand.ReconcileWorker("w", 1, List.of(), 9, false));
        for (int i = 0; i < 2; i++) {
            var ref = ResultRef.in(pack, results.get(i));
            when(new SweepCommand.FinishTrial(orders.get(i).attempt(), ref, 0.5, 1, "w", NODE));
        }

        assertEquals(SweepPhase.FINISHED, state.phase());
        assertEquals(List.of(), check.lost(state));
        store.put(pack, ResultRef.pack(results.subList(0, 1)));
        assertEquals(List.of(orders.get(1).attempt().trial()), check.lost(state));
        store.remove(pack);
        assertEquals(2, check.lost(state).size());
    }

    @Test
    void a_pre_training_is_lost_with_its_checkpoint_while_others_need_it() {
        RunAttempt order = started(FILE.replace("[bus]", "[bus, glaucoma]").replace("random-init", "mm-pt"))
                .get(0);
        assertTrue(order.spec().contains("pretrain"), order.spec());
        when(new SweepCommand.ReconcileWorker("w", 1, List.of(), 9, false));
        String checkpoint = CanonicalJson.sha256("checkpoint");
        byte[] result = new TrialResult.Pretrained(new TreeMap<>(Map.of(CheckpointKind.LAST, checkpoint)), 1, List.of())
                .canonicalForm()
                .getBytes(StandardCharsets.UTF_8);
        var ref = new ResultRef(CanonicalJson.sha256(result), "");
        when(new SweepCommand.FinishTrial(order.attempt(), ref, 0.5, 1, "w", NODE));

        var whole = new HashSet<>(Set.of(checkpoint));
        var check = new ResultCheck(hash -> Optional.of(result), whole::contains);
        assertEquals(List.of(), check.lost(state));
        whole.clear();
        assertEquals(List.of(order.attempt().trial()), check.lost(state));
    }

    private static byte[] adapted(double auroc) {
        var point = new TrialResult.EpisodePoint(0, 1, auroc, 0.5, 0.7);
        return new TrialResult.Adapted(List.of(point)).canonicalForm().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_result_that_is_gone_when_the_sweep_ends_is_made_again_before_anybody_sees_a_table_with_a_hole() {
        List<RunAttempt> orders = started();
        when(new SweepCommand.ReconcileWorker("w", 1, List.of(), 9, false));

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
