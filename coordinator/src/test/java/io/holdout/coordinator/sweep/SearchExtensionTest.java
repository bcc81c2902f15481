package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.report.Choices;
import io.holdout.coordinator.report.ChosenValues;
import io.holdout.protocol.trial.TrialId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchExtensionTest {
    private static final String FILE =
            """
            sweep: test
            datasets: [bus, crc, oct, pbc]
            targets: [%s]
            strategies: [%s]
            backbones: [conv4]
            episodes: 4
            fine_tune: {episodes_per_trial: 2, steps: 7}
            mm_pt: {epochs: 9}
            search:
              mm-pt:
                trials: %d
                parallel: 1
                space:
                  learning_rate: {loguniform: [0.0001, 0.1]}
                  fine_tune.steps: {int: [5, 50]}
                stopping: {rule: %s}
            """;
    private static final UnaryOperator<SweepState> UNDISTURBED = state -> state;
    private static final UnaryOperator<SweepState> RESTARTED = state ->
            SweepState.fromSnapshot(PackedSnapshot.of(state.toSnapshot()).unpacked());

    private static String file(String targets, String strategies, int trials) {
        return FILE.formatted(targets, strategies, trials, "none");
    }

    private static SearchedSweep sweep(String file) {
        return new SearchedSweep(SearchedSweep::own, UNDISTURBED).submit(file);
    }

    private static Decision extend(SearchedSweep sweep, String file) {
        return sweep.when(new SweepCommand.ExtendSweep(SearchedSweep.submission(file), "test"));
    }

    private static List<String> chosen(SearchedSweep sweep) {
        return Choices.of(sweep.state().plan()).stream()
                .map(ChosenValues::toString)
                .toList();
    }

    private static List<String> suggested(SearchedSweep sweep) {
        return sweep.events(SweepEvent.CandidateSuggested.class).stream()
                .map(each -> each.search() + " " + each.candidate() + " " + each.values())
                .toList();
    }

    private static Set<TrialId> succeeded(SearchedSweep sweep) {
        SweepState state = sweep.state();
        return IntStream.range(0, state.plan().trials().size())
                .filter(i -> state.status(i) == TrialStatus.SUCCEEDED)
                .mapToObj(i -> state.plan().trials().get(i).id())
                .collect(Collectors.toSet());
    }

    @Test
    void a_finished_search_that_may_try_more_becomes_the_search_that_it_would_have_been() {
        SearchedSweep whole = sweep(file("bus, crc", "mm-pt", 14)).run();
        SearchedSweep extended = sweep(file("bus, crc", "mm-pt", 5)).run();
        Set<TrialId> before = succeeded(extended);
        long attempts = extended.events(SweepEvent.AttemptStarted.class).size();

        assertNull(extend(extended, file("bus, crc", "mm-pt", 14)).refusal());
        extended.run();

        assertEquals(SweepPhase.FINISHED, extended.state().phase());
        assertEquals(Set.copyOf(suggested(whole)), Set.copyOf(suggested(extended)));
        assertEquals(chosen(whole), chosen(extended));
        assertTrue(succeeded(extended).containsAll(before), "what was done is not lost");
        assertTrue(succeeded(extended).containsAll(succeeded(whole)));
        long more = extended.events(SweepEvent.AttemptStarted.class).size() - attempts;
        assertEquals(succeeded(extended).size() - before.size(), more, "nothing is done twice");
    }

    @Test
    void a_search_that_is_extended_in_its_middle_goes_on_as_if_it_had_been_so_from_the_beginning() {
        SearchedSweep whole = sweep(file("bus, crc", "mm-pt", 14)).run();
        SearchedSweep extended = sweep(file("bus, crc", "mm-pt", 8));
        extended.turns(9);

        extend(extended, file("bus, crc", "mm-pt", 14));
        extended.run();

        assertEquals(Set.copyOf(suggested(whole)), Set.copyOf(suggested(extended)));
        assertEquals(chosen(whole), chosen(extended));
    }

    @Test
    void new_targets_and_strategies_use_what_a_search_has_chosen() {
        SearchedSweep small = sweep(file("bus", "mm-pt", 5)).run();
        List<String> before = suggested(small);

        extend(small, file("bus, crc", "mm-pt, random-init", 5));
        small.run();
        SearchedSweep large = sweep(file("bus, crc", "mm-pt, random-init", 5)).run();

        assertEquals(before, suggested(small).subList(0, before.size()));
        assertEquals(chosen(large), chosen(small));
        assertEquals(succeeded(large), succeeded(small));
    }

    @Test
    void an_extended_search_recovers_from_events_and_from_a_snapshot_after_every_turn() {
        SearchedSweep undisturbed = sweep(file("bus, crc", "mm-pt", 5)).run();
        extend(undisturbed, file("bus, crc", "mm-pt", 9));
        undisturbed.run();
        SearchedSweep restarted = new SearchedSweep(SearchedSweep::own, RESTARTED)
                .submit(file("bus, crc", "mm-pt", 5))
                .run();
        extend(restarted, file("bus, crc", "mm-pt", 9));
        restarted.run();

        assertEquals(undisturbed.journal(), restarted.journal());
        SweepState folded = SweepState.EMPTY;
        for (SweepEvent event : undisturbed.journal()) {
            folded = Evolver.evolve(folded, event);
        }
        assertEquals(undisturbed.state().toSnapshot(), folded.toSnapshot());
    }

    @Test
    void a_search_may_not_be_changed_in_any_other_way() {
        SearchedSweep sweep = sweep(file("bus, crc", "mm-pt", 5)).run();
        String larger = file("bus, crc", "mm-pt", 9);
        for (String changed : List.of(
                file("bus, crc", "mm-pt", 4),
                larger.replace("int: [5, 50]", "int: [5, 60]"),
                larger.replace("parallel: 1", "parallel: 2"),
                larger.replace("{rule: none}", "{rule: median}"),
                larger.replace("[bus, crc, oct, pbc]", "[bus, crc, oct]"))) {
            var refusal = extend(sweep, changed).refusal();
            assertNotNull(refusal, changed);
            assertEquals("EXTENSION_REMOVES", refusal.code());
            assertFalse(refusal.message().isEmpty());
        }
        assertEquals(SweepPhase.FINISHED, sweep.state().phase());
    }

    @Test
    void the_forecast_counts_the_candidates_that_are_still_to_come() {
        SearchedSweep few = sweep(file("bus, crc", "mm-pt", 3));
        few.turns(3);
        SearchedSweep many = sweep(file("bus, crc", "mm-pt", 12));
        many.turns(3);

        double ofFew = Forecasts.of(few.state(), Map.of(), Peers.NONE, 0)
                .orElseThrow()
                .deviceMillis()
                .expected();
        double ofMany = Forecasts.of(many.state(), Map.of(), Peers.NONE, 0)
                .orElseThrow()
                .deviceMillis()
                .expected();

        assertTrue(ofMany > 3 * ofFew, ofFew + " and " + ofMany);
    }

    /** Runs a sweep that is handed, after every turn, what another has of the trials that its searches have added. */
    private static void runBeside(SearchedSweep earlier, SearchedSweep sweep) {
        SweepState before = null;
        for (int turn = 0; turn < 2_000 && sweep.state().phase() == SweepPhase.RUNNING; turn++) {
            List<TrialId> wanted = Reuse.wanted(before, sweep.state());
            before = sweep.state();
            var offered = Reuse.offeredBy(earlier.state(), Set.copyOf(wanted)).stream()
                    .collect(Collectors.toMap(Reused::trial, each -> each));
            List<SweepCommand> commands = Reuse.commands(Reuse.of(wanted, offered));
            commands.forEach(sweep::when);
            if (commands.isEmpty()) {
                sweep.turns(1);
            }
        }
    }

    @Test
    void what_a_search_suggests_later_is_taken_from_an_earlier_sweep_that_has_finished_it() {
        SearchedSweep earlier = sweep(file("bus, crc", "mm-pt", 8)).run();
        SearchedSweep whole = sweep(file("bus, crc", "mm-pt", 12).replace("sweep: test", "sweep: later"))
                .run();
        SearchedSweep later = sweep(file("bus, crc", "mm-pt", 12).replace("sweep: test", "sweep: later"));

        runBeside(earlier, later);

        assertEquals(SweepPhase.FINISHED, later.state().phase());
        assertEquals(chosen(whole), chosen(later));
        assertEquals(Set.copyOf(suggested(whole)), Set.copyOf(suggested(later)));
        Set<TrialId> ran = later.events(SweepEvent.AttemptStarted.class).stream()
                .map(each -> each.attempt().trial())
                .collect(Collectors.toSet());
        assertFalse(later.events(SweepEvent.ResultsReused.class).isEmpty());
        assertTrue(succeeded(earlier).stream().noneMatch(ran::contains), "nothing that was finished runs again");
    }

    @Test
    void a_fresh_sweep_takes_nothing_of_what_it_suggests_also_after_a_restart() {
        SearchedSweep earlier = sweep(file("bus", "mm-pt", 4)).run();
        SearchedSweep fresh = new SearchedSweep(SearchedSweep::own, RESTARTED);
        fresh.when(new SweepCommand.SubmitSweep(SearchedSweep.submission(file("bus", "mm-pt", 4)), "test", true));

        runBeside(earlier, fresh);

        assertEquals(SweepPhase.FINISHED, fresh.state().phase());
        assertEquals(List.of(), fresh.events(SweepEvent.ResultsReused.class));
        assertEquals(succeeded(earlier), succeeded(fresh));
    }
}
