package io.holdout.coordinator.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.sweep.Reused;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.coordinator.sweep.TrialStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final int SEEDS = 2_000;
    private static final int SEEDS_FOR_COVERAGE = 150;

    @Test
    void every_invariant_holds_under_the_faults_of_two_thousand_seeds() {
        List<Verdict> broken = LongStream.rangeClosed(1, SEEDS)
                .parallel()
                .mapToObj(Simulation::run)
                .filter(verdict -> !verdict.held())
                .toList();

        assertTrue(broken.isEmpty(), () -> describe(broken));
    }

    private static String describe(List<Verdict> broken) {
        Verdict first = broken.get(0);
        return broken.size() + " of " + SEEDS + " seeds broke an invariant; the first, " + first.text() + "\n"
                + String.join("\n", Simulation.traceTail(first.seed()));
    }

    @Test
    void the_same_seed_gives_the_same_run_to_the_last_message() {
        for (long seed = 1; seed <= 20; seed++) {
            var first = new ArrayList<String>();
            var second = new ArrayList<String>();

            Verdict verdict = Simulation.run(seed, first::add);

            assertEquals(verdict, Simulation.run(seed, second::add));
            assertEquals(first, second);
            assertEquals(verdict, Simulation.run(seed), "watching changes nothing");
        }
    }

    @Test
    void every_fault_strikes_within_a_few_seeds() {
        Set<Fault> never = EnumSet.allOf(Fault.class);
        for (long seed = 1; seed <= SEEDS_FOR_COVERAGE; seed++) {
            never.removeAll(Simulation.run(seed).faults().keySet());
        }

        assertEquals(Set.of(), never);
    }

    /** A step that no run takes is either dead code or a hole in the simulation. */
    @Test
    void every_legal_step_of_a_trial_is_taken_and_every_event_happens() {
        var steps = new TreeSet<String>();
        var events = new HashSet<Class<?>>();
        for (long seed = 1; seed <= SEEDS_FOR_COVERAGE * 5; seed++) {
            Simulation.run(seed, new Watching(steps, events), null);
        }

        var legal = new TreeSet<String>();
        for (TrialStatus from : TrialStatus.values()) {
            for (TrialStatus to : TrialStatus.values()) {
                if (from != to && from.mayBecome(to)) {
                    legal.add(from + " -> " + to);
                }
            }
        }
        assertEquals(legal, steps);
        assertEquals(Set.of(SweepEvent.class.getPermittedSubclasses()), events);
    }

    private static final class Watching extends Subject {
        private final Set<String> steps;
        private final Set<Class<?>> events;

        Watching(Set<String> steps, Set<Class<?>> events) {
            this.steps = steps;
            this.events = events;
        }

        @Override
        public SweepState evolve(SweepState before, SweepEvent event) {
            if (event instanceof SweepEvent.ResultsReused reused
                    && reused.results().size() > 1) {
                // one by one: together they may take a trial two steps at once
                SweepState next = before;
                for (Reused each : reused.results()) {
                    next = evolve(next, new SweepEvent.ResultsReused(List.of(each), event.atMillis()));
                }
                return next;
            }
            SweepState after = super.evolve(before, event);
            events.add(event.getClass());
            if (!(event instanceof SweepEvent.SweepSubmitted || event instanceof SweepEvent.SweepExtended)) {
                for (int i = 0; i < before.plan().trials().size(); i++) {
                    if (before.status(i) != after.status(i)) {
                        steps.add(before.status(i) + " -> " + after.status(i));
                    }
                }
            }
            return after;
        }
    }
}
