package io.holdout.coordinator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.PretrainSettings;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.TrialKind;
import io.holdout.protocol.trial.TrialSpec;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What the code that decides numbers is changed to must run again, and nothing else. */
class RecipeVersionTest {
    private static final String FILE =
            """
            sweep: recipes
            datasets: [bus, crc, oct, aml]
            targets: primary
            strategies: [random-init, supervised, mm-pt, mm-maml]
            backbones: [conv4]
            episodes: 4
            fine_tune: {episodes_per_trial: 2}
            """;
    private static final Recipes NOW = Recipes.CURRENT;

    private final Plan before = plan(NOW);

    private static Plan plan(Recipes recipes) {
        Catalogue catalogue = MedimetaCatalogue.load();
        SweepFile file = SweepFile.read(FILE, "recipes.yaml", catalogue);
        var fingerprints = new TreeMap<String, String>();
        file.datasets().forEach(dataset -> fingerprints.put(dataset, CanonicalJson.sha256(dataset)));
        return Planner.plan(file, catalogue, fingerprints, new TreeMap<>(), recipes);
    }

    /** Exactly these trials, and what is made from their results, are not in the earlier plan. */
    private void assertOnlyTheseRunAgain(Recipes bumped, Predicate<TrialSpec> affected) {
        Plan after = plan(bumped);
        assertEquals(before.trials().size(), after.trials().size());
        int again = 0;
        for (PlannedTrial trial : after.trials()) {
            boolean isAffected = affected.test(trial.spec())
                    || trial.dependencies().stream()
                            .anyMatch(needed ->
                                    affected.test(after.trials().get(needed).spec()));
            assertEquals(!isAffected, before.indexOf(trial.id()).isPresent(), trial.label());
            again += isAffected ? 1 : 0;
        }
        assertTrue(
                again > 0 && again < after.trials().size(),
                again + " of " + after.trials().size());
    }

    private static boolean isMaml(TrialSpec spec) {
        return spec instanceof PretrainSpec pretrain && pretrain.settings() instanceof PretrainSettings.Maml;
    }

    @Test
    void a_change_of_meta_training_runs_it_and_what_is_adapted_from_it_again() {
        assertOnlyTheseRunAgain(
                new Recipes(NOW.multiTask(), NOW.maml() + 1, NOW.adapt(), NOW.supervised(), NOW.validate()),
                RecipeVersionTest::isMaml);
    }

    @Test
    void a_change_of_multi_task_pre_training_runs_it_and_what_is_adapted_from_it_again() {
        assertOnlyTheseRunAgain(
                new Recipes(NOW.multiTask() + 1, NOW.maml(), NOW.adapt(), NOW.supervised(), NOW.validate()),
                spec -> spec instanceof PretrainSpec && !isMaml(spec));
    }

    @Test
    void a_change_of_adaptation_runs_no_pre_training_again() {
        assertOnlyTheseRunAgain(
                new Recipes(NOW.multiTask(), NOW.maml(), NOW.adapt() + 1, NOW.supervised(), NOW.validate()),
                spec -> spec.trialKind() == TrialKind.ADAPT);
    }

    @Test
    void a_change_of_supervised_training_runs_it_again() {
        assertOnlyTheseRunAgain(
                new Recipes(NOW.multiTask(), NOW.maml(), NOW.adapt(), NOW.supervised() + 1, NOW.validate()),
                spec -> spec.trialKind() == TrialKind.SUPERVISED);
    }
}
