package io.holdout.cli.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.sweep.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalAuditTest {
    private static void assertViolation(String expected, Journals journal) {
        List<String> violations = JournalAudit.violations(journal.journal());
        assertTrue(violations.stream().anyMatch(each -> each.contains(expected)), violations.toString());
    }

    @Test
    void a_journal_in_which_attempts_fail_and_files_are_lost_is_in_order() {
        var journal = new Journals()
                .started("a", 1, "w", 1)
                .failed("a", 1, "LEASE_EXPIRED", 2)
                .started("a", 2, "w", 3)
                .succeeded("a", 2, 4)
                .lost("a", 5)
                .started("a", 3, "w", 6)
                .succeeded("a", 3, 7)
                .finished(8);

        assertEquals(List.of(), JournalAudit.violations(journal.journal()));
    }

    @Test
    void names_a_result_that_was_accepted_from_an_attempt_that_had_lost_its_trial() {
        assertViolation(
                "did not hold its trial",
                new Journals()
                        .started("a", 1, "w", 1)
                        .failed("a", 1, "LEASE_EXPIRED", 2)
                        .started("a", 2, "w", 3)
                        .succeeded("a", 1, 4)
                        .finished(5));
    }

    @Test
    void names_a_trial_that_was_accepted_twice_and_one_that_was_dispatched_when_it_was_done() {
        var journal = new Journals()
                .started("a", 1, "w", 1)
                .succeeded("a", 1, 2)
                .started("a", 2, "w", 3)
                .succeeded("a", 2, 4)
                .finished(5);

        assertViolation("accepted twice", journal);
        assertViolation("although its trial was done", journal);
    }

    @Test
    void names_numbers_that_go_back_and_two_attempts_at_once() {
        var journal =
                new Journals().started("a", 2, "w", 1).started("a", 2, "v", 2).finished(3);

        assertViolation("was dispatched after", journal);
        assertViolation("while", journal);
    }

    @Test
    void names_a_coordinator_that_wrote_after_it_was_replaced() {
        var entries = new ArrayList<>(new Journals().started("a", 1, "w", 1).journal());
        entries.add(new JournalEntry(6, new Journals().finished(2).events().get(0)));

        assertEquals(List.of("a coordinator of epoch 6 wrote after one of epoch 7"), JournalAudit.violations(entries));
    }

    @Test
    void names_another_result_and_an_end_that_never_came() {
        assertViolation("another result", new Journals().diverged("a", 1, 1).finished(2));
        assertViolation("does not say that the sweep finished", new Journals().started("a", 1, "w", 1));
    }
}
