package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A sweep takes over what others have finished, and is given more to do while it runs. */
class ReuseTest {
    private static final NodeInfo NODE = new NodeInfo("host", 1, "cpu", "engine", 1, "17", "test");

    private final Map<String, SweepState> sweeps = new HashMap<>();

    private static Submission submission(String sweep, String strategies, String targets) {
        String file =
                """
                sweep: %s
                datasets: [bus, crc, oct]
                targets: %s
                strategies: %s
                backbones: [conv4]
                episodes: 4
                fine_tune: {episodes_per_trial: 2}
                """
                        .formatted(sweep, targets, strategies);
        var fingerprints = new TreeMap<String, String>();
        for (String id : List.of("bus", "crc", "oct")) {
            fingerprints.put(id, CanonicalJson.sha256(id));
        }
        return new Submission(file, "test.yaml", MedimetaCatalogue.load(), fingerprints, new TreeMap<>());
    }

    private SweepState sweep(String name) {
        return sweeps.getOrDefault(name, SweepState.EMPTY);
    }

    private Decision when(String sweep, SweepCommand command) {
        Decision decision = Decider.decide(sweep(sweep), command, 1_000_000);
        decision.events().forEach(event -> sweeps.put(sweep, Evolver.evolve(sweep(sweep), event)));
        return decision;
    }

    private void submit(String sweep, String strategies) {
        when(sweep, new SweepCommand.SubmitSweep(submission(sweep, strategies, "primary"), "test"));
    }

    private Decision extend(String sweep, String strategies, String targets) {
        return when(sweep, new SweepCommand.ExtendSweep(submission(sweep, strategies, targets), "test"));
    }

    private static String result(TrialId trial) {
        return CanonicalJson.sha256("result of " + trial);
    }

    private List<RunAttempt> beat(String sweep, int free) {
        return when(sweep, new SweepCommand.ReconcileWorker("w", 1, List.of(), free, false))
                .orders();
    }

    private void finish(String sweep, RunAttempt order) {
        when(
                sweep,
                new SweepCommand.FinishTrial(
                        order.attempt(), result(order.attempt().trial()), 0.7, 1000, "w", NODE));
    }

    private int run(String sweep, int most) {
        int run = 0;
        while (run < most && sweep(sweep).phase() == SweepPhase.RUNNING) {
            finish(sweep, beat(sweep, 1).get(0));
            run++;
        }
        return run;
    }

    private void reuse(String from, String into) {
        Set<TrialId> wanted =
                sweep(into).plan().trials().stream().map(PlannedTrial::id).collect(Collectors.toSet());
        var offered = new HashMap<TrialId, Reused>();
        Reuse.offeredBy(sweep(from), wanted).forEach(each -> offered.put(each.trial(), each));
        Reuse.commands(Reuse.of(sweep(into).plan(), offered)).forEach(command -> when(into, command));
    }

    @Test
    void a_sweep_runs_only_what_no_earlier_one_has_finished() {
        submit("first", "[random-init, mm-pt]");
        int shared = run("first", 999);
        submit("second", "[random-init, mm-pt, mm-maml]");

        reuse("first", "second");

        assertEquals(shared, sweep("second").counts().succeeded());
        int all = sweep("second").counts().total();
        assertEquals(all - shared, run("second", 999));
        assertEquals(SweepPhase.FINISHED, sweep("second").phase());
        sweep("second")
                .plan()
                .trials()
                .forEach(trial -> assertEquals(
                        result(trial.id()),
                        sweep("second").result(trial.index()).orElseThrow()));
    }

    @Test
    void a_sweep_that_is_a_part_of_an_earlier_one_is_finished_at_once() {
        submit("first", "[random-init, mm-pt]");
        run("first", 999);
        submit("second", "[mm-pt]");

        reuse("first", "second");

        assertEquals(SweepPhase.FINISHED, sweep("second").phase());
    }

    @Test
    void nothing_is_taken_over_whose_needs_have_to_be_made_anew() {
        submit("first", "[mm-pt]");
        run("first", 999);
        var plan = sweep("first").plan();
        Map<TrialId, Reused> offered = new HashMap<>();
        Set<TrialId> all = plan.trials().stream().map(PlannedTrial::id).collect(Collectors.toSet());
        Reuse.offeredBy(sweep("first"), all).forEach(each -> offered.put(each.trial(), each));
        PlannedTrial lost = plan.trials().get(0);
        assertTrue(!lost.dependents().isEmpty());
        offered.remove(lost.id());

        List<Reused> taken = Reuse.of(plan, offered);

        assertEquals(plan.trials().size() - 1 - lost.dependents().size(), taken.size());
    }

    @Test
    void what_a_worker_runs_already_is_let_run() {
        submit("first", "[random-init]");
        run("first", 999);
        submit("second", "[random-init]");
        RunAttempt running = beat("second", 1).get(0);

        reuse("first", "second");

        assertEquals(1, sweep("second").counts().running());
        finish("second", running);
        assertEquals(SweepPhase.FINISHED, sweep("second").phase());
    }

    @Test
    void what_the_store_lost_is_run_again_by_whoever_took_it_over() {
        submit("first", "[random-init]");
        run("first", 999);
        submit("second", "[random-init]");
        reuse("first", "second");

        when(
                "second",
                new SweepCommand.ForgetResults(
                        List.of(sweep("second").plan().trials().get(0).id())));

        assertEquals(1, run("second", 999));
        assertEquals(SweepPhase.FINISHED, sweep("second").phase());
    }

    @Test
    void an_extended_sweep_keeps_its_results_and_runs_what_is_new() {
        submit("s", "[random-init]");
        int before = run("s", 999);
        assertEquals(SweepPhase.FINISHED, sweep("s").phase());

        extend("s", "[random-init, mm-pt]", "all");

        assertEquals(SweepPhase.RUNNING, sweep("s").phase());
        assertEquals(before, sweep("s").counts().succeeded());
        assertEquals(sweep("s").counts().total() - before, run("s", 999));
        sweep("s")
                .plan()
                .trials()
                .forEach(trial -> assertEquals(
                        result(trial.id()), sweep("s").result(trial.index()).orElseThrow()));
    }

    @Test
    void what_runs_while_a_sweep_is_extended_goes_on_and_counts() {
        submit("s", "[mm-pt]");
        RunAttempt running = beat("s", 1).get(0);

        extend("s", "[random-init, mm-pt, mm-maml]", "primary");
        assertEquals(List.of("w"), sweep("s").holders());
        finish("s", running);

        assertEquals(1, sweep("s").counts().succeeded());
        run("s", 999);
        assertEquals(SweepPhase.FINISHED, sweep("s").phase());
    }

    @Test
    void a_snapshot_of_an_extended_sweep_is_that_of_the_larger_one() {
        submit("s", "[random-init]");
        run("s", 2);
        extend("s", "[random-init, mm-pt]", "primary");

        SweepState again = SweepState.fromSnapshot(
                PackedSnapshot.of(sweep("s").toSnapshot()).unpacked());

        assertEquals(sweep("s").toSnapshot(), again.toSnapshot());
        assertEquals(sweep("s").plan().digest(), again.plan().digest());
    }

    @Test
    void an_extension_that_lacks_something_is_refused_and_says_what() {
        submit("s", "[random-init, mm-pt]");

        Failure refusal = extend("s", "[random-init, mm-maml]", "primary").refusal();

        assertNotNull(refusal);
        assertEquals("EXTENSION_REMOVES", refusal.code());
        assertTrue(refusal.message().contains("such as 'mm-pt conv4 on"), refusal.message());
    }

    @Test
    void the_same_file_extends_nothing_and_what_is_cancelled_has_to_be_resumed_first() {
        submit("s", "[random-init]");
        assertEquals(List.of(), extend("s", "[random-init]", "primary").events());
        when("s", new SweepCommand.CancelSweep());

        Failure refusal = extend("s", "[random-init, mm-pt]", "primary").refusal();

        assertNotNull(refusal);
        assertEquals("NOT_UNDER_WAY", refusal.code());
    }
}
