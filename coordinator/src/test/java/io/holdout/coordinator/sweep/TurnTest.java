package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is known of the future while it is written is what anybody makes of the journal later. */
class TurnTest {
    private static final String FILE =
            """
            sweep: test
            datasets: [bus]
            targets: primary
            strategies: [random-init]
            backbones: [conv4]
            episodes: 6
            fine_tune: {episodes_per_trial: 1}
            """;

    private static Turn<String, String> submission() {
        var fingerprints = new TreeMap<>(Map.of("bus", CanonicalJson.sha256("bus")));
        var submission = new Submission(FILE, "test.yaml", MedimetaCatalogue.load(), fingerprints, new TreeMap<>());
        return turn(SweepState.EMPTY, new SweepCommand.SubmitSweep(submission, "test"), 3);
    }

    private static Turn<String, String> turn(SweepState state, SweepCommand command, long epoch) {
        return Turn.of(Rules.REAL, state, List.of(SweepRequest.unanswered(command)), 1_000_000, epoch);
    }

    @Test
    void each_step_is_what_the_journal_makes_of_it_and_the_last_is_what_comes_after() {
        SweepState state = submission().after();
        var turn = turn(state, new SweepCommand.ReconcileWorker("w", 1, List.of(), 4, false), 3);
        assertEquals(4, turn.entries().size());
        SweepState known = state;
        SweepState read = state;
        for (JournalEntry entry : turn.entries()) {
            known = turn.after(known, entry);
            read = Evolver.evolve(read, entry);
            assertNotNull(known);
            assertEquals(read.toSnapshot(), known.toSnapshot());
        }
        assertSame(turn.after(), known);
        assertEquals(3, turn.after().epoch());
    }

    @Test
    void of_another_state_or_an_equal_entry_from_the_journal_it_knows_nothing() {
        SweepState state = submission().after();
        var turn = turn(state, new SweepCommand.ReconcileWorker("w", 1, List.of(), 2, false), 3);
        JournalEntry first = turn.entries().get(0);

        assertNull(turn.after(turn.after(), first));
        assertNull(turn.after(state, new JournalEntry(first.epoch(), first.event())));
    }
}
