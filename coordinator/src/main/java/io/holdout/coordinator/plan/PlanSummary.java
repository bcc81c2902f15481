package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.Strategy;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.trial.PretrainSpec;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a plan comes to, for people and scripts. Costs are estimates; shares are in [0,1].
 *
 * @param experiments target, strategy and backbone: cells of the table
 * @param sourceSets distinct sets of datasets that pre-trainings see
 * @param pretrainings that are run
 * @param pretrainingsUnshared that it would take with one for each target task
 * @param pretrainingsPerDataset that it would take with one for each target dataset, as the paper's authors ran it
 * @param pretrainCostShare share of the work that is pre-training
 * @param adaptCostShare share of the work that is fine-tuning and testing
 * @param supervisedCostShare share of the work that is supervised training
 * @param costShareSaved share of the unshared work that sharing pre-trainings saves
 * @param searches for hyper-parameters; their trials are suggested while they go on, so no number above has them
 * @param candidates that they try at most, together
 * @param missing what must be there before it can run
 * @param finishedElsewhere trials that other sweeps have finished and this one takes over; null if it was not looked for
 * @param finishedCostShare share of the work that these are
 * @param deviceHours what is left would take one device of a kind on which trials of this home were measured
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
        double pretrainCostShare,
        double adaptCostShare,
        double supervisedCostShare,
        double costShareSaved,
        int searches,
        int candidates,
        List<String> missing,
        @Nullable Integer finishedElsewhere,
        double finishedCostShare,
        SortedMap<String, Hours> deviceHours) {
    /** Thought to lie between low and high four times of five. */
    public record Hours(double low, double likely, double high) {}

    /** One pre-training done for one target, a task or a dataset. */
    private record Use(String target, int pretraining) {}

    public PlanSummary {
        missing = List.copyOf(missing);
    }

    /** @param weights backbones whose ImageNet weights are at hand */
    public static PlanSummary of(Plan plan, SweepFile file, SortedMap<String, String> weights) {
        var byTask = new HashSet<Use>();
        var byDataset = new HashSet<Use>();
        for (Experiment experiment : plan.experiments()) {
            for (int index : experiment.needs()) {
                if (plan.trials().get(index).spec().trialKind() == TrialKind.PRETRAIN) {
                    byTask.add(new Use(experiment.target().toString(), index));
                    byDataset.add(new Use(experiment.target().dataset(), index));
                }
            }
        }
        double pretrain = cost(plan, TrialKind.PRETRAIN);
        double adapt = cost(plan, TrialKind.ADAPT);
        double supervised = cost(plan, TrialKind.SUPERVISED);
        double all = pretrain + adapt + supervised;
        double unshared = byTask.stream()
                .map(use -> plan.trials().get(use.pretraining()))
                .sorted((a, b) -> Integer.compare(a.index(), b.index()))
                .mapToDouble(PlannedTrial::cost)
                .sum();
        return new PlanSummary(
                plan.name(),
                plan.experiments().size(),
                plan.columns().size(),
                plan.rows().size(),
                sourceSets(plan),
                plan.trials().size(),
                count(plan, TrialKind.PRETRAIN),
                count(plan, TrialKind.ADAPT),
                count(plan, TrialKind.SUPERVISED),
                byTask.size(),
                byDataset.size(),
                share(pretrain, all),
                share(adapt, all),
                share(supervised, all),
                share(unshared - pretrain, unshared + adapt + supervised),
                plan.searches().size(),
                IntStream.range(0, plan.searches().size())
                        .map(search -> plan.searches().planned(search).search().most())
                        .sum(),
                missing(file, weights),
                null,
                0,
                new TreeMap<>());
    }

    /** This, with what other sweeps have finished. */
    public PlanSummary reusing(Plan plan, Set<TrialId> finished) {
        double all = plan.trials().stream().mapToDouble(PlannedTrial::cost).sum();
        double saved = plan.trials().stream()
                .filter(trial -> finished.contains(trial.id()))
                .mapToDouble(PlannedTrial::cost)
                .sum();
        return with(finished.size(), share(saved, all), deviceHours);
    }

    /** This, with the time that it would take. */
    public PlanSummary taking(SortedMap<String, Hours> hours) {
        return with(finishedElsewhere, finishedCostShare, hours);
    }

    private PlanSummary with(@Nullable Integer elsewhere, double costShare, SortedMap<String, Hours> hours) {
        return new PlanSummary(
                sweep,
                experiments,
                targets,
                rows,
                sourceSets,
                trials,
                pretrainings,
                adaptations,
                supervised,
                pretrainingsUnshared,
                pretrainingsPerDataset,
                pretrainCostShare,
                adaptCostShare,
                supervisedCostShare,
                costShareSaved,
                searches,
                candidates,
                missing,
                elsewhere,
                costShare,
                hours);
    }

    /** Of a sweep whose trials are all suggested while it runs there is no work yet. */
    private static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    private static int sourceSets(Plan plan) {
        return (int) plan.trials().stream()
                .filter(trial -> trial.spec() instanceof PretrainSpec)
                .map(trial -> ((PretrainSpec) trial.spec()).dataFingerprints().keySet())
                .distinct()
                .count();
    }

    private static int count(Plan plan, TrialKind kind) {
        return (int) plan.trials().stream()
                .filter(trial -> trial.spec().trialKind() == kind)
                .count();
    }

    private static double cost(Plan plan, TrialKind kind) {
        return plan.trials().stream()
                .filter(trial -> trial.spec().trialKind() == kind)
                .mapToDouble(PlannedTrial::cost)
                .sum();
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

    /** How much there is to do, such as {@code 40 trials} or {@code 40 trials and those of 3 searches}. */
    public static String size(Plan plan) {
        int searches = plan.searches().size();
        return plan.trials().size() + " trials"
                + (searches == 0 ? "" : " and those of " + searches + (searches == 1 ? " search" : " searches"));
    }

    /** An aligned table. */
    public String text() {
        var text = new StringBuilder(line("sweep", sweep, ""));
        text.append(line("experiments", experiments, rows + " rows x " + targets + " targets"));
        text.append(line("distinct source sets", sourceSets, ""));
        text.append(line("trials", trials, ""));
        String unshared = pretrainings == 0
                ? ""
                : "; " + pretrainingsUnshared + " with one a target task, " + pretrainingsPerDataset
                        + " with one a target dataset";
        text.append(line("  pre-train", pretrainings, percent(pretrainCostShare) + " of the work" + unshared));
        text.append(line("  adapt", adaptations, percent(adaptCostShare) + " of the work"));
        text.append(line("  supervised", supervised, percent(supervisedCostShare) + " of the work"));
        text.append(line(
                "saved by sharing", percent(costShareSaved), "of the work that it would take unshared, estimated"));
        if (finishedElsewhere != null) {
            text.append(line(
                    "finished already",
                    finishedElsewhere,
                    percent(finishedCostShare) + " of the work: trials that other sweeps of this home have finished;"
                            + " --fresh runs them again"));
        }
        deviceHours.forEach((device, hours) -> text.append(line(
                "hours on one " + device,
                digits(hours.likely()),
                "(" + digits(hours.low()) + " to " + digits(hours.high()) + "), by what trials of this home took")));
        if (searches > 0) {
            text.append(line("searches", searches, "with " + candidates + " candidates at most, not counted above"));
        }
        missing.forEach(each -> text.append("missing: ").append(each).append('\n'));
        return text.toString();
    }

    private static String digits(double hours) {
        return String.format(Locale.ROOT, hours < 1 ? "%.3f" : "%.1f", hours);
    }

    private static String percent(double share) {
        boolean tiny = share > 0 && share < 0.005;
        return tiny ? "<1%" : String.format(Locale.ROOT, "%.0f%%", 100 * share);
    }

    private static String line(String name, Object value, String note) {
        return String.format(Locale.ROOT, "%-22s%7s  %s", name, value, note).stripTrailing() + "\n";
    }
}
