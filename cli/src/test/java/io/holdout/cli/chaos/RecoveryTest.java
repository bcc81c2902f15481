package io.holdout.cli.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static Inflicted fault(FaultKind kind, String victim, long at, long forMillis) {
        return new Inflicted(new PlannedFault(1, kind, 0, false, 0, forMillis), victim, "", at);
    }

    @Test
    void a_killed_worker_is_overcome_when_all_that_it_held_was_dispatched_anew_or_acknowledged() {
        var journal = new Journals()
                .started("a", 1, "worker-1", 10)
                .started("b", 1, "worker-1", 20)
                .started("c", 1, "worker-2", 30)
                .succeeded("c", 1, 110)
                .failed("a", 1, "WORKER_RESTARTED", 120)
                .failed("b", 1, "WORKER_RESTARTED", 120)
                .started("a", 2, "worker-2", 130);
        var killed = fault(FaultKind.WORKER_KILLED, "worker-1", 100, 0);

        assertEquals(OptionalLong.empty(), Recovery.of(killed, journal.events()), "b is nowhere yet");
        assertEquals(
                OptionalLong.of(140),
                Recovery.of(killed, journal.started("b", 2, "worker-1", 140).events()));
    }

    @Test
    void what_its_victim_had_finished_before_is_not_waited_for() {
        var journal = new Journals()
                .started("a", 1, "worker-1", 10)
                .succeeded("a", 1, 50)
                .started("c", 1, "worker-2", 110);

        assertEquals(
                OptionalLong.of(110),
                Recovery.of(fault(FaultKind.WORKER_KILLED, "worker-1", 100, 0), journal.events()));
    }

    @Test
    void what_stops_everybody_is_not_overcome_before_it_has_ended() {
        var journal = new Journals().started("a", 1, "worker-1", 10).succeeded("a", 1, 120);
        var full = fault(FaultKind.DISK_FULL, "", 100, 2_000);

        assertEquals(OptionalLong.empty(), Recovery.of(full, journal.events()));
        assertEquals(
                OptionalLong.of(2_500),
                Recovery.of(full, journal.started("b", 1, "worker-1", 2_500).events()));
    }

    @Test
    void failures_alone_are_no_sign_of_recovery_but_the_end_is() {
        var journal = new Journals().started("a", 1, "worker-1", 10).failed("a", 1, "LEASE_EXPIRED", 150);
        var killed = fault(FaultKind.COORDINATOR_KILLED, "coordinator", 100, 0);

        assertEquals(OptionalLong.empty(), Recovery.of(killed, journal.events()));
        assertEquals(
                OptionalLong.of(200), Recovery.of(killed, journal.finished(200).events()));
    }
}
