package io.holdout.protocol.trial;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.holdout.protocol.catalog.TaskRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fully supervised baseline: train on the target's own train split, stop on its validation split, report on its
 * test split.
 *
 * @param optimizer of all weights
 * @param batchSize images a step
 * @param maxEpochs upper bound
 * @param stepsPerEpoch steps an epoch; 0 means one pass over the train split
 * @param patience epochs without a better validation AUROC before stopping
 * @param augment flips, rotation and crops on
 * @param classWeights weight classes by inverse frequency
 * @param seed base of every random draw but the initial backbone
 * @param rung the piece of the training that this is; null for the whole
 */
public record SupervisedSpec(
        BackboneSpec backbone,
        StartingPoint start,
        TaskRef target,
        String dataFingerprint,
        OptimizerSettings optimizer,
        int batchSize,
        int maxEpochs,
        int stepsPerEpoch,
        int patience,
        boolean augment,
        boolean classWeights,
        long seed,
        int recipe,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Rung rung)
        implements TrialSpec {
    /** A whole training. */
    public SupervisedSpec(
            BackboneSpec backbone,
            StartingPoint start,
            TaskRef target,
            String dataFingerprint,
            OptimizerSettings optimizer,
            int batchSize,
            int maxEpochs,
            int stepsPerEpoch,
            int patience,
            boolean augment,
            boolean classWeights,
            long seed,
            int recipe) {
        this(
                backbone,
                start,
                target,
                dataFingerprint,
                optimizer,
                batchSize,
                maxEpochs,
                stepsPerEpoch,
                patience,
                augment,
                classWeights,
                seed,
                recipe,
                null);
    }

    /** A piece of this training. */
    public SupervisedSpec at(Rung piece) {
        return new SupervisedSpec(
                backbone,
                start,
                target,
                dataFingerprint,
                optimizer,
                batchSize,
                maxEpochs,
                stepsPerEpoch,
                patience,
                augment,
                classWeights,
                seed,
                recipe,
                piece);
    }

    @Override
    public TrialKind trialKind() {
        return TrialKind.SUPERVISED;
    }

    @Override
    public List<TrialId> dependencies() {
        return rung == null || rung.from() == null ? List.of() : List.of(rung.from());
    }
}
