package io.holdout.protocol.trial;

import io.holdout.protocol.catalog.TaskRef;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Few-shot episodes of source tasks, drawn from the validation splits of their datasets: how good hyper-parameters are, told
 * without a look at any target. Source tasks of which no episode can be drawn are left out.
 *
 * @param start weights of the backbone; heads are always fresh
 * @param sourceTasks ascending; none of a dataset that overlaps with the target
 * @param dataFingerprints dataset id to content fingerprint, of exactly the datasets in {@code sourceTasks}
 * @param episodes how episodes are drawn
 * @param episodesPerTask how many of each task
 * @param method how the backbone is adapted; it is tested at its last step count
 * @param seed base of the heads' initial weights
 * @param recipe see {@link Recipe}
 */
public record ValidateSpec(
        BackboneSpec backbone,
        StartingPoint start,
        List<TaskRef> sourceTasks,
        SortedMap<String, String> dataFingerprints,
        EpisodeSettings episodes,
        int episodesPerTask,
        AdaptMethod method,
        long seed,
        int recipe)
        implements TrialSpec {
    public ValidateSpec {
        sourceTasks = sourceTasks.stream().sorted().toList();
        dataFingerprints = Collections.unmodifiableSortedMap(new TreeMap<>(dataFingerprints));
    }

    @Override
    public TrialKind trialKind() {
        return TrialKind.VALIDATE;
    }

    @Override
    public List<TrialId> dependencies() {
        return start instanceof StartingPoint.Checkpoint c ? List.of(c.trial()) : List.of();
    }
}
