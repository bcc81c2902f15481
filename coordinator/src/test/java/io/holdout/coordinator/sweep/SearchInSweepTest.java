package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.plan.Experiment;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.plan.SearchStep;
import io.holdout.coordinator.plan.Selection;
import io.holdout.protocol.trial.AdaptMethod;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.StartingPoint;
import io.holdout.protocol.trial.SupervisedSpec;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialKind;
import io.holdout.protocol.trial.ValidateSpec;
import io.holdout.protocol.wire.WireCodec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchInSweepTest {
    private static final String TPE_AND_ASHA =
            """
            sweep: test
            datasets: [bus, crc, oct, pbc]
            targets: [bus, crc]
            strategies: [mm-pt]
            backbones: [conv4]
            episodes: 4
            fine_tune: {episodes_per_trial: 2, steps: 7}
            mm_pt: {epochs: 9}
            search:
              mm-pt:
                trials: 14
                parallel: %d
                space:
                  learning_rate: {loguniform: [0.0001, 0.1]}
                  optimizer: {choice: [adam, sgd]}
                  momentum: {uniform: [0.5, 0.9], when: {optimizer: sgd}}
                  fine_tune.steps: {int: [5, 50]}
                stopping: {rule: asha, first: 1, reduction: 3}
            """;

    private static final WireCodec CODEC = new WireCodec(registry -> {});
    private static final UnaryOperator<SweepState> UNDISTURBED = state -> state;

    private static SearchedSweep run(String file) {
        return new SearchedSweep(SearchedSweep::own, UNDISTURBED).submit(file).run();
    }

    /** Written as the snapshot store has it, and read again. */
    private static SweepState restarted(SweepState state) {
        var snapshot = (PackedSnapshot) CODEC.read(CODEC.write(PackedSnapshot.of(state.toSnapshot())));
        return SweepState.fromSnapshot(snapshot.unpacked());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{rule: asha, first: 1, reduction: 3}",
                "{rule: hyperband, first: 3, reduction: 3}",
                "{rule: median, start_up: 3, first: 2, interval: 3}"
            })
    void a_coordinator_that_dies_after_every_decision_suggests_promotes_and_chooses_the_same(String rule) {
        String file = TPE_AND_ASHA.formatted(1).replace("{rule: asha, first: 1, reduction: 3}", rule);
        SearchedSweep undisturbed = run(file);
        SearchedSweep disturbed = new SearchedSweep(SearchedSweep::own, SearchInSweepTest::restarted)
                .submit(file)
                .run();

        // which of two searches gets the worker first may differ after a restart, and changes nothing of either
        assertEquals(stepsOfEach(undisturbed), stepsOfEach(disturbed));
        assertEquals(new HashSet<>(cells(undisturbed)), new HashSet<>(cells(disturbed)));
        assertEquals(trials(undisturbed), trials(disturbed));
        assertEquals(SweepPhase.FINISHED, undisturbed.state().phase());
        assertTrue(undisturbed.events(SweepEvent.CandidateSuggested.class).size() == 28, "two searches of 14");
        assertFalse(undisturbed.events(SweepEvent.CandidatePromoted.class).isEmpty());
        assertFalse(undisturbed.events(SweepEvent.CandidateStopped.class).isEmpty());
    }

    private static Map<Integer, List<SearchStep>> stepsOfEach(SearchedSweep sweep) {
        return sweep.state().plan().searches().steps().stream().collect(Collectors.groupingBy(SearchStep::search));
    }

    private static Set<TrialId> trials(SearchedSweep sweep) {
        return sweep.state().plan().trials().stream().map(PlannedTrial::id).collect(Collectors.toSet());
    }

    @Test
    void what_is_suggested_is_recorded_together_with_what_led_to_it_and_dispatched_only_then() {
        var sweep = new SearchedSweep(SearchedSweep::own, UNDISTURBED).submit(TPE_AND_ASHA.formatted(2));

        assertEquals(4, sweep.events(SweepEvent.CandidateSuggested.class).size(), "two of either search");
        assertEquals(0, sweep.events(SweepEvent.AttemptStarted.class).size());
        sweep.run();
        for (SweepEvent.AttemptStarted started : sweep.events(SweepEvent.AttemptStarted.class)) {
            assertTrue(sweep.state().indexOf(started.attempt().trial()).isPresent());
        }
    }

    @Test
    void a_promoted_candidate_goes_on_from_the_piece_before_and_its_cells_start_from_its_last() {
        SearchedSweep sweep = run(TPE_AND_ASHA.formatted(1));

        for (Experiment cell : sweep.state().plan().experiments()) {
            Selection selection = Objects.requireNonNull(cell.selection());
            assertEquals(9, selection.epochs(), "who trains longest is chosen from");
            List<PlannedTrial> needs = cell.needs().stream()
                    .map(sweep.state().plan().trials()::get)
                    .toList();
            var epochs = needs.stream()
                    .filter(trial -> trial.spec() instanceof PretrainSpec)
                    .map(trial -> Objects.requireNonNull(((PretrainSpec) trial.spec()).rung())
                            .epochs())
                    .toList();
            assertEquals(List.of(1, 3, 9), epochs);
            assertEquals(List.of(needs.get(0).id()), needs.get(1).spec().dependencies());
            AdaptSpec adapt = (AdaptSpec) needs.get(3).spec();
            assertEquals(needs.get(2).id(), ((StartingPoint.Checkpoint) adapt.start()).trial());
            int steps = Integer.parseInt(selection.values().get("fine_tune.steps"));
            assertEquals(List.of(steps), ((AdaptMethod.FineTune) adapt.method()).steps());
        }
    }

    /** Whatever comes out on targets, the same is chosen; and what is tried sees no dataset of its target. */
    @Test
    void nothing_of_a_target_decides_what_is_chosen_for_it() {
        SearchedSweep sweep = run(TPE_AND_ASHA.formatted(1));
        SearchedSweep other = new SearchedSweep(
                        spec -> spec.trialKind() == TrialKind.ADAPT
                                ? OptionalDouble.of(0.123)
                                : SearchedSweep.own(spec),
                        UNDISTURBED)
                .submit(TPE_AND_ASHA.formatted(1))
                .run();

        assertEquals(
                sweep.state().plan().experiments().stream()
                        .map(Experiment::selection)
                        .toList(),
                other.state().plan().experiments().stream()
                        .map(Experiment::selection)
                        .toList());
        for (int search = 0; search < 2; search++) {
            String target =
                    sweep.state().plan().searches().planned(search).target().dataset();
            for (SweepEvent.CandidateSuggested each : sweep.events(SweepEvent.CandidateSuggested.class)) {
                if (each.search() == search) {
                    int trial = sweep.state().plan().searches().scoreTrial(search, each.candidate());
                    var spec = (ValidateSpec)
                            sweep.state().plan().trials().get(trial).spec();
                    assertFalse(spec.dataFingerprints().containsKey(target), target);
                }
            }
        }
    }

    @Test
    void an_oracle_runs_who_could_have_been_chosen_on_the_target_and_changes_nothing_of_the_table() {
        String file = TPE_AND_ASHA.formatted(1).replace("trials: 14", "trials: 30");
        SearchedSweep plain = run(file);
        SearchedSweep sweep = run(file.replace("trials: 30", "oracle: true\n    trials: 30"));

        assertEquals(cells(plain), cells(sweep));
        assertEquals(List.of(), plain.state().plan().oracle(0, 0));
        List<Experiment> oracle = sweep.state().plan().oracle(0, 0);
        int chosen = Objects.requireNonNull(
                        sweep.state().plan().experiment(0, 0).selection())
                .candidate();
        var candidates = oracle.stream()
                .map(cell -> Objects.requireNonNull(cell.selection()).candidate())
                .toList();
        assertTrue(candidates.size() > 1 && candidates.contains(chosen), candidates + " " + chosen);
        for (Experiment cell : oracle) {
            assertTrue(cell.trials().stream().allMatch(trial -> sweep.state().status(trial) == TrialStatus.SUCCEEDED));
        }
    }

    private static List<?> cells(SearchedSweep sweep) {
        return sweep.state().plan().experiments().stream()
                .map(cell -> List.of(
                        cell.target(),
                        Objects.requireNonNull(cell.selection()).values(),
                        cell.trials().stream()
                                .map(trial ->
                                        sweep.state().plan().trials().get(trial).id())
                                .toList()))
                .toList();
    }

    @Test
    void searches_of_rows_that_differ_in_shots_share_the_trainings_that_they_begin_with() {
        String file =
                TPE_AND_ASHA.formatted(1).replace("trials: 14", "sampler: random\n    trials: 10") + "shots: [1, 5]\n";
        SearchedSweep sweep = run(file);

        assertEquals(4, sweep.state().plan().searches().size());
        long first = sweep.state().plan().trials().stream()
                .filter(trial -> trial.spec() instanceof PretrainSpec spec
                        && Objects.requireNonNull(spec.rung()).epochs() == 1)
                .count();
        assertEquals(20, first, "ten of either source set, for both rows");
        assertEquals(SweepPhase.FINISHED, sweep.state().phase());
    }

    @Test
    void goes_on_without_candidates_that_fail_and_says_so_if_all_do_and_tries_again_when_asked() {
        var healed = new AtomicBoolean();
        var sweep = new SearchedSweep(
                spec -> spec instanceof PretrainSpec && !healed.get()
                        ? OptionalDouble.empty()
                        : SearchedSweep.own(spec),
                UNDISTURBED);
        sweep.submit(TPE_AND_ASHA.formatted(3)).run();

        assertEquals(SweepPhase.FINISHED, sweep.state().phase());
        assertTrue(sweep.state().plan().experiments().stream()
                .map(Experiment::selection)
                .allMatch(selection -> Objects.requireNonNull(selection).over() && !selection.isMade()));

        healed.set(true);
        sweep.submit(TPE_AND_ASHA.formatted(3)).run();

        assertEquals(SweepPhase.FINISHED, sweep.state().phase());
        assertTrue(sweep.state().plan().experiments().stream()
                .map(Experiment::selection)
                .allMatch(selection -> Objects.requireNonNull(selection).isMade()));
    }

    @Test
    void a_supervised_search_is_of_its_own_target_and_is_judged_by_pieces_of_training() {
        SearchedSweep sweep = run(
                """
                sweep: test
                datasets: [bus, crc, oct, pbc]
                targets: [bus, crc]
                strategies: [supervised]
                backbones: [conv4]
                supervised: {epochs: 4}
                search:
                  supervised:
                    sampler: grid
                    points: 3
                    parallel: 2
                    space: {learning_rate: {loguniform: [0.0001, 0.1]}, augment: {choice: [true, false]}}
                    stopping: {rule: median, start_up: 2, interval: 2}
                """);

        int targets = sweep.state().plan().columns().size();
        assertEquals(targets, sweep.state().plan().searches().size());
        assertEquals(
                6 * targets, sweep.events(SweepEvent.CandidateSuggested.class).size(), "six combinations each");
        for (Experiment cell : sweep.state().plan().experiments()) {
            var chosen = (SupervisedSpec)
                    sweep.state().plan().trials().get(cell.trials().get(0)).spec();
            assertEquals(cell.target(), chosen.target());
            assertEquals(4, Objects.requireNonNull(chosen.rung()).epochs());
        }
        assertEquals(
                Set.of(TrialKind.SUPERVISED),
                sweep.state().plan().trials().stream()
                        .map(trial -> trial.spec().trialKind())
                        .collect(Collectors.toSet()));
    }
}
