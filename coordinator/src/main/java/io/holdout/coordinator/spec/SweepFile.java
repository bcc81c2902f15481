package io.holdout.coordinator.spec;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.trial.AdaptMethod;
import io.holdout.protocol.trial.BackboneSpec;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A checked sweep file with every default filled in. Lists are grids of choices.
 *
 * @param name of the sweep
 * @param datasets ids of the datasets that take part, ascending
 * @param targets held-out tasks: datasets ascending by id, tasks in the order of their dataset
 * @param sourceTasks what pre-training learns from
 * @param strategies in table order
 * @param backbones in file order
 * @param adaptations in table order
 * @param seeds every random draw derives from one of them
 * @param distances of nearest-centroid
 * @param searches at most one a strategy, in table order
 */
public record SweepFile(
        String name,
        List<String> datasets,
        List<TaskRef> targets,
        List<SourceTasks> sourceTasks,
        List<Strategy> strategies,
        List<BackboneSpec> backbones,
        List<Adaptation> adaptations,
        List<Integer> shots,
        int queries,
        int episodes,
        int minSamplesPerClass,
        List<Integer> seeds,
        FineTune fineTune,
        LinearProbe linearProbe,
        List<AdaptMethod.Distance> distances,
        MultiTask multiTask,
        Maml maml,
        Supervised supervised,
        List<SearchChoice> searches) {
    public SweepFile {
        searches = List.copyOf(searches);
    }

    /**
     * Fine-tuning on an episode's support set; the last two are for every adaptation.
     *
     * @param gflopPerTrial estimated work of a trial, from which follows how many episodes it has; 0 for
     *     {@code episodesPerTrial}
     */
    public record FineTune(
            List<Double> learningRates,
            List<Integer> steps,
            OptimizerChoice optimizer,
            int episodesPerTrial,
            double gflopPerTrial) {}

    /** Training a linear head on the frozen features of an episode's support set. */
    public record LinearProbe(List<Double> learningRates, List<Integer> steps, OptimizerChoice optimizer) {}

    /** Hyper-parameters of mm-PT; no learning rate means the backbone's default. */
    public record MultiTask(
            List<Double> learningRates,
            OptimizerChoice optimizer,
            List<Boolean> augment,
            int batchSize,
            int epochs,
            int stepsPerEpoch,
            int patience,
            boolean lossScaling,
            boolean classWeights,
            int validationImages,
            Start start) {}

    /** Hyper-parameters of mm-MAML; no learning rate means the backbone's default. */
    public record Maml(
            List<Double> learningRates,
            OptimizerChoice optimizer,
            double innerLearningRate,
            int innerSteps,
            boolean secondOrder,
            int epochs,
            int episodesPerTask,
            int patience,
            int minShots,
            int maxShots,
            int queries,
            int minSamplesPerClass,
            int validationEpisodes,
            int validationInnerSteps,
            boolean augment,
            Start start) {}

    /** Hyper-parameters of the supervised baseline; no learning rate means the backbone's default. */
    public record Supervised(
            List<Double> learningRates,
            OptimizerChoice optimizer,
            List<Boolean> augment,
            int batchSize,
            int epochs,
            int stepsPerEpoch,
            int patience,
            boolean classWeights,
            Start start) {}

    /** The search for hyper-parameters of a strategy, if there is one. */
    public Optional<SearchChoice> search(Strategy strategy) {
        return searches.stream().filter(choice -> choice.strategy() == strategy).findFirst();
    }

    /** This file with other settings of trainings and adaptations. */
    public SweepFile with(FineTune tuning, LinearProbe probe, MultiTask pt, Maml meta, Supervised reference) {
        return new SweepFile(
                name,
                datasets,
                targets,
                sourceTasks,
                strategies,
                backbones,
                adaptations,
                shots,
                queries,
                episodes,
                minSamplesPerClass,
                seeds,
                tuning,
                probe,
                distances,
                pt,
                meta,
                reference,
                searches);
    }

    /** Which tasks of the source datasets pre-training learns from: all, or the first of each. */
    public enum SourceTasks {
        ALL,
        PRIMARY
    }

    /** Initial weights of training; {@code DEFAULT} is ImageNet where the backbone has such weights. */
    public enum Start {
        DEFAULT,
        RANDOM,
        IMAGENET
    }

    /**
     * Reads and checks a sweep file.
     *
     * @param text YAML
     * @param file its name, for errors
     * @param catalogue the datasets and tasks that it may name
     * @throws io.holdout.protocol.failure.HoldoutException BAD_SWEEP_FILE listing every problem as
     *     {@code file:line:column: what}
     */
    public static SweepFile read(String text, String file, Catalogue catalogue) {
        return new SweepFileReader(file, catalogue).read(text);
    }

    /** Where another file means something else, as {@code key: this -> other}, at most ten; empty if nowhere. */
    public List<String> differencesTo(SweepFile other) {
        var differences = new ArrayList<String>();
        compare("", tree(this), tree(other), differences);
        return differences.size() <= 10 ? differences : differences.subList(0, 10);
    }

    private static JsonNode tree(SweepFile file) {
        return CanonicalJson.read(CanonicalJson.write(file), JsonNode.class);
    }

    private static void compare(String path, JsonNode before, JsonNode now, List<String> differences) {
        if (before.isObject() && now.isObject()) {
            var keys = new TreeSet<String>();
            before.fieldNames().forEachRemaining(keys::add);
            now.fieldNames().forEachRemaining(keys::add);
            keys.forEach(key ->
                    compare(path.isEmpty() ? key : path + "." + key, before.path(key), now.path(key), differences));
        } else if (!before.equals(now)) {
            differences.add(path + ": " + shorten(before) + " -> " + shorten(now));
        }
    }

    private static String shorten(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
