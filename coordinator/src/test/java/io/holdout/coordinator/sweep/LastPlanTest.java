package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A plan is made once for all who need it, and never given for another. */
class LastPlanTest {
    private static Submission submission(int episodes) {
        String file =
                """
                sweep: planned
                datasets: [bus]
                strategies: [random-init]
                backbones: [conv4]
                episodes: %d
                """
                        .formatted(episodes);
        return new Submission(
                file,
                "planned.yaml",
                MedimetaCatalogue.load(),
                new TreeMap<>(java.util.Map.of("bus", CanonicalJson.sha256("bus"))),
                new TreeMap<>());
    }

    private static Turn<String, String> submit(Submission submission) {
        var request = SweepRequest.<String, String>unanswered(new SweepCommand.SubmitSweep(submission, "test"));
        return Turn.of(Rules.REAL, SweepState.EMPTY, List.of(request), 1, 1);
    }

    private static SweepEvent.SweepSubmitted submitted(Turn<String, String> turn) {
        return (SweepEvent.SweepSubmitted) turn.events().get(0);
    }

    @Test
    void a_sweep_that_is_handed_in_is_planned_once() {
        var turn = submit(submission(10));
        assertSame(turn.after().plan(), LastPlan.of(submitted(turn)));
        assertSame(turn.after().plan(), Submission.planOf(submitted(turn)));
    }

    @Test
    void another_sweep_gets_a_plan_of_its_own() {
        var first = submit(submission(10));
        var second = submit(submission(20));
        assertNotEquals(first.after().plan().digest(), second.after().plan().digest());
        var again = Submission.planOf(submitted(first));
        assertEquals(first.after().plan().digest(), again.digest());
        assertEquals(first.after().plan().trials(), again.trials());
    }
}
