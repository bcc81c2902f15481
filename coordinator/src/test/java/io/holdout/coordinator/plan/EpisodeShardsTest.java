package io.holdout.coordinator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.report.Outcome;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableText;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.Seeds;
import io.holdout.protocol.trial.TrialResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpisodeShardsTest {
    private static final String FILE =
            """
            sweep: shards
            datasets: [bus, crc, oct]
            targets: all
            strategies: [random-init]
            backbones: [resnet18, resnet50]
            shots: [1, 30]
            episodes: 100
            adaptations: [fine-tune, nearest-centroid]
            fine_tune: {learning_rate: [0.001, 0.01], steps: [50, 100], SIZE}
            """;
    private static final double MINUTE_OF_A_GPU = 600_000;

    private static Plan plan(String size) {
        Catalogue catalogue = MedimetaCatalogue.load();
        return Planner.preview(SweepFile.read(FILE.replace("SIZE", size), "shards.yaml", catalogue), catalogue);
    }

    /** What a worker does: each episode by itself, whatever trial it is in. */
    private static TrialResult result(AdaptSpec adapt) {
        var points = new ArrayList<TrialResult.EpisodePoint>();
        for (int episode = adapt.fromEpisode(); episode < adapt.toEpisode(); episode++) {
            for (int steps : adapt.method().steps()) {
                long draw = Seeds.derive(
                        adapt.seed(),
                        adapt.target().toString(),
                        adapt.backbone().name(),
                        adapt.episodes().shots(),
                        adapt.method().toString(),
                        episode,
                        steps);
                double auroc = (draw >>> 11) * 0x1.0p-53;
                points.add(new TrialResult.EpisodePoint(episode, steps, auroc, auroc / 2, 0.5));
            }
        }
        return new TrialResult.Adapted(points);
    }

    private static String table(Plan plan) {
        Table table = Table.of(
                plan,
                index -> new Outcome.Done(
                        result((AdaptSpec) plan.trials().get(index).spec())));
        return TableText.csv(table) + TableText.markdown(table);
    }

    @Test
    void the_table_is_the_same_to_the_last_byte_whatever_a_trial_holds() {
        String expected = table(plan("episodes_per_trial: 25"));

        for (String size : List.of(
                "episodes_per_trial: 1",
                "episodes_per_trial: 7",
                "episodes_per_trial: 100",
                "gflop_per_trial: 10000",
                "gflop_per_trial: 600000")) {
            assertEquals(expected, table(plan(size)), size);
        }
    }

    @Test
    void a_trial_has_about_as_much_work_as_it_should_whatever_its_method_backbone_and_shots() {
        Plan plan = plan("gflop_per_trial: " + (int) MINUTE_OF_A_GPU);

        for (PlannedTrial trial : plan.trials()) {
            var adapt = (AdaptSpec) trial.spec();
            assertTrue(trial.cost() <= MINUTE_OF_A_GPU || adapt.episodeCount() == 1, trial.label());
            // sizes are at most two and a half times apart
            assertTrue(trial.cost() > MINUTE_OF_A_GPU / 2.5 || adapt.episodeCount() == 100, trial.label());
        }
        long sizes = plan.trials().stream()
                .map(trial -> ((AdaptSpec) trial.spec()).episodeCount())
                .distinct()
                .count();
        assertTrue(sizes >= 3, "only " + sizes + " sizes");
    }

    @Test
    void more_episodes_of_the_same_have_the_first_ones_in_common() {
        assertEquals(1, EpisodeShards.size(0.3));
        assertEquals(20, EpisodeShards.size(49.9));
        assertEquals(1_000, EpisodeShards.size(1e9));
        Plan hundred = plan("gflop_per_trial: 100000");
        Catalogue catalogue = MedimetaCatalogue.load();
        String longer = FILE.replace("SIZE", "gflop_per_trial: 100000").replace("episodes: 100", "episodes: 200");
        Plan more = Planner.preview(SweepFile.read(longer, "shards.yaml", catalogue), catalogue);

        long shared = hundred.trials().stream()
                .filter(trial -> more.indexOf(trial.id()).isPresent())
                .count();

        assertTrue(
                shared > 0.9 * hundred.trials().size(),
                shared + " of " + hundred.trials().size());
    }
}
