package io.holdout.protocol.trial;

import io.holdout.protocol.catalog.TaskRef;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pre-train one backbone on a source set. It names no target: every experiment with the same source set shares it.
 *
 * @param start initial weights
 * @param sourceTasks ascending
 * @param settings which method, and its hyper-parameters
 * @param dataFingerprints dataset id to content fingerprint, of exactly the datasets in {@code sourceTasks}
 * @param seed base of every random draw but the initial weights
 * @param recipe version of the code that decides the numbers; see {@link Recipe}
 */
public record PretrainSpec(
        BackboneSpec backbone,
        StartingPoint start,
        List<TaskRef> sourceTasks,
        PretrainSettings settings,
        SortedMap<String, String> dataFingerprints,
        long seed,
        int recipe)
        implements TrialSpec {
    public PretrainSpec {
        sourceTasks = sourceTasks.stream().sorted().toList();
        dataFingerprints = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(dataFingerprints));
    }

    @Override
    public TrialKind trialKind() {
        return TrialKind.PRETRAIN;
    }

    @Override
    public List<TrialId> dependencies() {
        return List.of();
    }
}
