package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.Strategy;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.TrialKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * What a plan comes to, for people and scripts.
 *
 * @param experiments target, strategy and backbone: cells of the table
 * @param sourceSets distinct sets of datasets that pre-trainings see
 * @param pretrainings that are run
 * @param pretrainingsUnshared that it would take with one for each experiment
 * @param pretrainingsPerDataset that it would take with one for each target dataset, as the paper's authors ran it
 * @param costShareSaved share of the unshared work that sharing saves, in [0,1]
 * @param missing what must be there before it can run
 */
public record PlanSummary(
        String sweep,
        int experiments,
        int targets,
        int rows,
        int sourceSets,
        int trials,
        int pretrainings,
        int adaptations,
        int supervised,
        int pretrainingsUnshared,
        int pretrainingsPerDataset,
        double costShareSaved,
        List<String> missing) {
    public PlanSummary {
        missing = List.copyOf(missing);
    }

    /** @param weights backbones whose ImageNet weights are at hand */
    public static PlanSummary of(Plan plan, SweepFile file, SortedMap<String, String> weights) {
        var sets = new HashSet<List<String>>();
        double cost = 0;
        double unshared = 0;
        for (PlannedTrial trial : plan.trials()) {
            cost += trial.cost();
            unshared += trial.cost();
            if (trial.spec() instanceof PretrainSpec pretrain) {
                sets.add(List.copyOf(pretrain.dataFingerprints().keySet()));
            }
        }
        int naive = 0;
        var perDataset = new HashSet<String>();
        for (Experiment experiment : plan.experiments()) {
            for (int index : experiment.needs()) {
                PlannedTrial trial = plan.trials().get(index);
                if (trial.spec().trialKind() == TrialKind.PRETRAIN) {
                    naive++;
                    unshared += trial.cost();
                    perDataset.add(
                            experiment.row().title() + "|" + experiment.target().dataset());
                }
            }
        }
        for (PlannedTrial trial : plan.trials()) {
            unshared -= trial.spec().trialKind() == TrialKind.PRETRAIN ? trial.cost() : 0;
        }
        return new PlanSummary(
                plan.name(),
                plan.experiments().size(),
                plan.columns().size(),
                plan.rows().size(),
                sets.size(),
                plan.trials().size(),
                count(plan, TrialKind.PRETRAIN),
                count(plan, TrialKind.ADAPT),
                count(plan, TrialKind.SUPERVISED),
                naive,
                perDataset.size(),
                unshared == 0 ? 0 : 1 - cost / unshared,
                missing(file, weights));
    }

    private static int count(Plan plan, TrialKind kind) {
        return (int) plan.trials().stream()
                .filter(trial -> trial.spec().trialKind() == kind)
                .count();
    }

    private static List<String> missing(SweepFile file, SortedMap<String, String> weights) {
        var missing = new ArrayList<String>();
        for (var backbone : file.backbones()) {
            boolean needed = file.strategies().contains(Strategy.IMAGENET)
                    || Weights.existFor(backbone.name()) && trainsFromImagenet(file);
            if (needed && !weights.containsKey(backbone.name())) {
                missing.add(Weights.advice(backbone.name()));
            }
        }
        return missing;
    }

    private static boolean trainsFromImagenet(SweepFile file) {
        return file.strategies().contains(Strategy.MM_PT) && file.multiTask().start() != SweepFile.Start.RANDOM
                || file.strategies().contains(Strategy.MM_MAML) && file.maml().start() != SweepFile.Start.RANDOM
                || file.strategies().contains(Strategy.SUPERVISED)
                        && file.supervised().start() != SweepFile.Start.RANDOM;
    }

    /** An aligned table. */
    public String text() {
        var text = new StringBuilder();
        line(text, "sweep", sweep);
        line(text, "experiments", experiments + " (" + rows + " rows x " + targets + " targets)");
        line(text, "distinct source sets", String.valueOf(sourceSets));
        line(text, "trials", String.valueOf(trials));
        line(
                text,
                "  pre-train",
                pretrainings + " (unshared " + pretrainingsUnshared + ", one a target dataset " + pretrainingsPerDataset
                        + ")");
        line(text, "  adapt", String.valueOf(adaptations));
        line(text, "  supervised", String.valueOf(supervised));
        line(
                text,
                "saved by sharing",
                String.format(Locale.ROOT, "%.0f%% of the estimated work", 100 * costShareSaved));
        missing.forEach(each -> line(text, "missing", each));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-22s%s\n", name, value));
    }
}
