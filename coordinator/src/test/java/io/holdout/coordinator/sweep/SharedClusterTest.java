package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.schedule.Share;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several sweeps on one set of workers: the real front and the real decisions, with messages that arrive at once. */
class SharedClusterTest implements Front.Outlet<String, String>, Turn.Replies<String, String> {
    private static final NodeInfo NODE = new NodeInfo("host", 1, "cpu", "engine", 1, "17", "test");
    private static final long SECOND = 1_000;
    /** Beats until a trial is done. */
    private static final int TRIAL_BEATS = 5;

    private final Front<String, String> front = new Front<>(1, 0, this);
    private final Map<String, SweepState> states = new LinkedHashMap<>();
    private final Map<String, Map<AttemptId, Integer>> workers = new LinkedHashMap<>();
    private final Map<String, Integer> slots = new LinkedHashMap<>();
    private final Deque<Runnable> messages = new ArrayDeque<>();
    private String replying = "";
    private long now;

    private void submit(String sweep, int trials, Share share) {
        String file =
                """
                sweep: %s
                datasets: [oct]
                targets: primary
                strategies: [random-init]
                backbones: [conv4]
                episodes: %d
                fine_tune: {episodes_per_trial: 1}
                """
                        .formatted(sweep, trials);
        var fingerprints = new TreeMap<>(Map.of("oct", CanonicalJson.sha256("oct")));
        states.put(sweep, SweepState.EMPTY);
        front.open(sweep);
        var submission = new Submission(file, "test.yaml", MedimetaCatalogue.load(), fingerprints, new TreeMap<>());
        say(sweep, new SweepCommand.SubmitSweep(submission, "test"));
        say(sweep, new SweepCommand.ChangeShare(share.priority(), share.weight(), share.mostSlots()));
    }

    private void say(String sweep, SweepCommand command) {
        offer(sweep, SweepRequest.unanswered(command));
        deliver();
    }

    private void worker(String name, int count) {
        workers.put(name, new LinkedHashMap<>());
        slots.put(name, count);
    }

    /** One second: every worker works and beats. */
    private void second() {
        now += SECOND;
        workers.forEach((name, held) -> {
            held.replaceAll((attempt, left) -> left - 1);
            for (AttemptId done : List.copyOf(held.keySet())) {
                if (held.get(done) <= 0) {
                    held.remove(done);
                    front.report(
                            done,
                            new SweepCommand.FinishTrial(done, CanonicalJson.sha256("r"), 0.7, 5_000, name, NODE),
                            name);
                    deliver();
                }
            }
            var said = held.keySet().stream()
                    .map(attempt -> new AttemptProgress(attempt, 0, 0, ""))
                    .toList();
            front.beat(new Beat(name, 1, NODE, slots.get(name), said), name, now);
            deliver();
        });
        front.tick(now);
    }

    private void seconds(int count) {
        for (int i = 0; i < count; i++) {
            second();
        }
    }

    private void deliver() {
        while (!messages.isEmpty()) {
            messages.remove().run();
        }
    }

    @Override
    public void offer(String sweep, SweepRequest<String, String> request) {
        messages.add(() -> {
            var turn = Turn.of(Rules.REAL, states.get(sweep), List.of(request), now, 1);
            states.put(sweep, turn.after());
            front.status(sweep, Standing.of(turn.after()), List.of(), now);
            replying = sweep;
            turn.reply(this);
        });
    }

    @Override
    public void tell(String worker, ToWorker message) {
        if (message instanceof RunAttempt order) {
            workers.get(worker).putIfAbsent(order.attempt(), TRIAL_BEATS);
            assertTrue(workers.get(worker).size() <= slots.get(worker), () -> worker + " gets more than it has slots");
        }
    }

    @Override
    public void left(SweepCommand.ReconcileWorker offered, int unused) {
        String sweep = replying;
        messages.add(() -> front.left(sweep, offered, unused, now));
    }

    @Override
    public void answer(String client, @Nullable Failure refusal) {}

    @Override
    public void released(String why) {}

    private int running(String sweep) {
        return states.get(sweep).counts().running();
    }

    private List<Integer> running() {
        var all = new ArrayList<Integer>();
        states.keySet().forEach(sweep -> all.add(running(sweep)));
        return all;
    }

    @Test
    void two_sweeps_of_equal_weight_share_workers_of_one_slot() {
        for (int i = 0; i < 10; i++) {
            worker("w" + i, 1);
        }
        submit("a", 200, Share.USUAL);
        submit("b", 200, Share.USUAL);

        seconds(3);

        assertEquals(List.of(5, 5), running());
    }

    @Test
    void weights_are_kept_while_trials_come_and_go() {
        worker("w", 8);
        submit("a", 900, new Share(0, 1, 0));
        submit("b", 900, new Share(0, 3, 0));

        for (int i = 0; i < 40; i++) {
            second();
            assertTrue(i < 1 || running("a") + running("b") >= 7, () -> "slots stay free: " + running());
        }

        assertEquals(List.of(2, 6), running());
    }

    @Test
    void a_sweep_of_a_larger_priority_gets_every_slot_that_comes_free_and_the_others_what_it_leaves() {
        worker("w", 4);
        submit("a", 200, Share.USUAL);
        seconds(2);
        assertEquals(List.of(4), running());

        submit("b", 3, new Share(1, 1, 0));
        seconds(TRIAL_BEATS + 1);

        assertEquals(List.of(1, 3), running());
        seconds(2 * TRIAL_BEATS);
        assertEquals(List.of(4, 0), running());
        assertEquals(SweepPhase.FINISHED, states.get("b").phase());
    }

    @Test
    void what_the_first_sweep_has_no_use_for_the_next_one_gets_in_the_same_second() {
        worker("w", 6);
        submit("a", 2, Share.USUAL);
        submit("b", 200, Share.USUAL);

        seconds(1);

        assertEquals(List.of(2, 4), running());
    }

    @Test
    void no_slot_stays_free_for_a_sweep_that_is_paused_or_at_its_quota() {
        worker("w", 6);
        submit("a", 200, new Share(0, 1, 1));
        submit("b", 200, Share.USUAL);
        say("b", new SweepCommand.PauseSweep());
        submit("c", 200, Share.USUAL);

        seconds(2);

        assertEquals(List.of(1, 0, 5), running());
    }
}
