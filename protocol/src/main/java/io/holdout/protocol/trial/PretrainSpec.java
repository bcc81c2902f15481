package io.holdout.protocol.trial;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.holdout.protocol.catalog.TaskRef;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pre-train one backbone on a source set. It names no target: every experiment with the same source set shares it.
 *
 * @param start initial weights
 * @param sourceTasks ascending
 * @param settings which method, and its hyper-parameters
 * @param dataFingerprints dataset id to content fingerprint, of exactly the datasets in {@code sourceTasks}
 * @param seed base of every random draw but the initial weights
 * @param recipe version of the code that decides the numbers; see {@link Recipe}
 * @param rung the piece of the training that this is; null for the whole
 */
public record PretrainSpec(
        BackboneSpec backbone,
        StartingPoint start,
        List<TaskRef> sourceTasks,
        PretrainSettings settings,
        SortedMap<String, String> dataFingerprints,
        long seed,
        int recipe,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Rung rung)
        implements TrialSpec {
    public PretrainSpec {
        sourceTasks = sourceTasks.stream().sorted().toList();
        dataFingerprints = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(dataFingerprints));
    }

    /** A whole training. */
    public PretrainSpec(
            BackboneSpec backbone,
            StartingPoint start,
            List<TaskRef> sourceTasks,
            PretrainSettings settings,
            SortedMap<String, String> dataFingerprints,
            long seed,
            int recipe) {
        this(backbone, start, sourceTasks, settings, dataFingerprints, seed, recipe, null);
    }

    /** A piece of this training. */
    public PretrainSpec at(Rung piece) {
        return new PretrainSpec(backbone, start, sourceTasks, settings, dataFingerprints, seed, recipe, piece);
    }

    @Override
    public TrialKind trialKind() {
        return TrialKind.PRETRAIN;
    }

    @Override
    public List<TrialId> dependencies() {
        return rung == null || rung.from() == null ? List.of() : List.of(rung.from());
    }
}
