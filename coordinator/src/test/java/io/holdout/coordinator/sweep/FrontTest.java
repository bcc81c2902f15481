package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.holdout.coordinator.schedule.Device;
import io.holdout.coordinator.schedule.Fleet;
import io.holdout.coordinator.schedule.Share;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.ReportAcknowledged;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrontTest implements Front.Outlet<String, String> {
    private static final long START = 1_000_000;
    private static final NodeInfo NODE = new NodeInfo("host", 1, "cpu", "engine", 1, "17", "test");

    private final List<String> released = new ArrayList<>();
    private final List<ToWorker> told = new ArrayList<>();
    private final List<SweepCommand> offered = new ArrayList<>();
    private final Front<String, String> front = new Front<>(1, START, this);

    @Override
    public void offer(String sweep, SweepRequest<String, String> request) {
        offered.add(request.command());
    }

    @Override
    public void tell(String worker, ToWorker message) {
        told.add(message);
    }

    @Override
    public void released(String why) {
        released.add(why);
    }

    private void beat(String worker, long now) {
        front.beat(new Beat(worker, 1, NODE, 1, List.of()), worker, now);
    }

    private void ticks(long from, long until) {
        for (long now = from; now <= until; now += 1_000) {
            front.tick(now);
        }
    }

    @Test
    void takes_back_what_a_worker_holds_after_ten_seconds_of_silence() {
        front.open("sweep");
        beat("w", START);

        ticks(START, START + 10_000);
        assertEquals(List.of(), released);
        ticks(START + 11_000, START + 11_000);

        assertEquals(List.of("worker w was silent for more than 10 s"), released);
        assertEquals(1, offered.size());
    }

    @Test
    void holds_no_jump_of_the_clock_against_a_worker() {
        beat("w", START);

        ticks(START, START + 3_000);
        front.tick(START + 3_600_000);
        front.tick(START + 3_601_000);
        front.tick(START + 4_000);

        assertEquals(List.of(), released);
    }

    @Test
    void hears_the_beats_that_came_while_it_stood_still_before_it_looks_at_leases() {
        beat("w", START);
        ticks(START, START + 9_000);

        front.tick(START + 40_000);
        beat("w", START + 40_001);
        ticks(START + 41_000, START + 49_000);

        assertEquals(List.of(), released);
    }

    /** Found by the simulator: the pause was as long as two looks are apart at most. */
    @Test
    void takes_even_a_short_pause_for_one() {
        beat("w", START);
        ticks(START, START + 9_000);

        front.tick(START + 11_000);
        beat("w", START + 11_001);
        ticks(START + 12_000, START + 20_000);

        assertEquals(List.of(), released);
    }

    @Test
    void still_looks_at_leases_when_it_is_always_late() {
        beat("w", START);

        for (int i = 1; i <= 20; i++) {
            front.tick(START + i * 3_000L);
        }

        assertFalse(released.isEmpty());
    }

    @Test
    void tells_a_worker_that_it_knows_no_such_sweep() {
        var attempt = new AttemptId("other", new TrialId(CanonicalJson.sha256("trial")), 1);

        assertFalse(front.report(attempt, new SweepCommand.CancelSweep(), "w"));

        assertEquals(List.of(new ReportAcknowledged(attempt, ReportAcknowledged.Verdict.UNKNOWN)), told);
    }

    @Test
    void tells_a_sweep_which_machines_there_are_and_what_the_worker_held_of_it_last() {
        front.open("sweep");
        front.status("sweep", new Standing(SweepPhase.RUNNING, Share.USUAL, true, false, Set.of()), List.of(), START);
        var trial = new TrialId(CanonicalJson.sha256("trial"));
        var held = new AttemptProgress(new AttemptId("sweep", trial, 1), 0, 0, "");
        var elsewhere = new AttemptProgress(new AttemptId("other", trial, 1), 0, 0, "");
        var gpu = new NodeInfo("host", 1, "cuda:1", "engine", 1, "17", "test", "sm_90", 80_000);
        front.beat(new Beat("v", 1, NODE, 3, List.of()), "v", START);
        front.beat(new Beat("w", 1, gpu, 2, List.of(held, elsewhere)), "w", START);
        front.beat(new Beat("w", 1, gpu, 2, List.of()), "w", START);

        var machine = ((SweepCommand.ReconcileWorker) offered.get(2)).machine();

        assertEquals(new Device("sm_90", 40_000), machine.device());
        assertEquals(List.of(trial), machine.recent());
        assertEquals(
                Set.of(new Fleet.Part(new Device("cpu", 0), 3), new Fleet.Part(new Device("sm_90", 40_000), 2)),
                Set.copyOf(machine.peers().all().parts()));

        front.leaving("v", 1);
        front.beat(new Beat("w", 1, gpu, 2, List.of()), "w", START);
        var alone = ((SweepCommand.ReconcileWorker) offered.get(offered.size() - 1)).machine();
        assertEquals(1, alone.peers().all().parts().size());
    }

    @Test
    void says_which_of_the_offered_slots_are_only_for_orders_that_wait() {
        for (String name : List.of("a", "b")) {
            front.open(name);
            front.status(name, new Standing(SweepPhase.RUNNING, Share.USUAL, true, false, Set.of()), List.of(), START);
        }
        var trial = new TrialId(CanonicalJson.sha256("trial"));
        var held = new AttemptProgress(new AttemptId("a", trial, 1), 0, 0, "");

        front.beat(new Beat("w", 1, NODE, 3, 6, List.of(held)), "w", START);

        int free = 0;
        int ahead = 0;
        for (SweepCommand command : offered) {
            free += ((SweepCommand.ReconcileWorker) command).freeSlots();
            ahead += ((SweepCommand.ReconcileWorker) command).ahead();
        }
        assertEquals(8, free, "three slots and six beyond them, one of which is taken");
        assertEquals(6, ahead);
    }

    @Test
    void offers_what_one_sweep_leaves_to_another_as_what_it_is() {
        for (String name : List.of("a", "b")) {
            front.open(name);
        }
        front.status("a", new Standing(SweepPhase.RUNNING, Share.USUAL, true, false, Set.of()), List.of(), START);
        front.beat(new Beat("w", 1, NODE, 2, 6, List.of()), "w", START);
        var first = (SweepCommand.ReconcileWorker) offered.get(0);
        assertEquals(List.of(8, 6), List.of(first.freeSlots(), first.ahead()));
        front.status("b", new Standing(SweepPhase.RUNNING, Share.USUAL, true, false, Set.of()), List.of(), START);

        front.left("a", first, 6, START);

        var second = (SweepCommand.ReconcileWorker) offered.get(offered.size() - 1);
        assertEquals(List.of(6, 6), List.of(second.freeSlots(), second.ahead()), "a has filled the slots");
    }

    private void status(String sweep, boolean wants, boolean repeats) {
        front.open(sweep);
        front.status(sweep, new Standing(SweepPhase.RUNNING, Share.USUAL, wants, repeats, Set.of()), List.of(), START);
    }

    private int freeSlots(int index) {
        return ((SweepCommand.ReconcileWorker) offered.get(index)).freeSlots();
    }

    @Test
    void offers_a_slot_to_a_sweep_of_which_all_runs_only_if_no_sweep_has_a_trial_waiting() {
        status("runs", false, true);
        status("waits", true, false);
        beat("w", START);
        assertEquals(0, freeSlots(0));
        assertEquals(1, freeSlots(1));

        front.left("waits", (SweepCommand.ReconcileWorker) offered.get(1), 1, START);
        assertEquals(1, freeSlots(2));

        status("waits", false, false);
        beat("v", START);
        assertEquals(1, freeSlots(3));
    }

    @Test
    void offers_a_sweep_that_has_work_again_at_once_to_workers_that_stand_idle() {
        status("a", true, false);
        status("b", false, false);
        var held = new AttemptProgress(new AttemptId("a", new TrialId(CanonicalJson.sha256("trial")), 1), 0, 0, "");
        front.beat(new Beat("idle", 1, NODE, 2, 3, List.of()), "idle", START);
        front.left("a", (SweepCommand.ReconcileWorker) offered.get(0), 5, START);
        front.beat(new Beat("offered to a", 1, NODE, 2, 3, List.of()), "offered to a", START);
        front.beat(new Beat("busy", 1, NODE, 1, 0, List.of(held)), "busy", START);
        offered.clear();

        status("b", true, false);
        assertEquals(1, offered.size());
        status("b", true, false);
        assertEquals(1, offered.size(), "it had work before");

        var offer = (SweepCommand.ReconcileWorker) offered.get(0);
        assertEquals(List.of("idle", 5, 3), List.of(offer.worker(), offer.freeSlots(), offer.ahead()));
    }

    @Test
    void slots_that_a_sweep_leaves_after_they_were_filled_are_not_offered_a_second_time() {
        status("late", true, false);
        front.beat(new Beat("w", 1, NODE, 2, 0, List.of()), "w", START);
        var waits = (SweepCommand.ReconcileWorker) offered.get(0);
        long later = START + Dispatch.RESEND_AFTER_MILLIS + 2_000;
        status("next", true, false);
        status("late", false, false);
        ticks(START, later);
        front.beat(new Beat("w", 1, NODE, 2, 0, List.of()), "w", later);
        assertEquals(2, freeSlots(offered.size() - 1));
        offered.clear();

        front.left("late", waits, 2, later);

        assertEquals(List.of(), offered, "the next sweep was offered both");
    }
}
