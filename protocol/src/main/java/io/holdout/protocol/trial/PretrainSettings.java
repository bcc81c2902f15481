package io.holdout.protocol.trial;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Hyper-parameters of a pre-training method. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "method")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PretrainSettings.MultiTask.class, name = "mm-pt"),
    @JsonSubTypes.Type(value = PretrainSettings.Maml.class, name = "mm-maml")
})
public sealed interface PretrainSettings {
    OptimizerSettings optimizer();

    int maxEpochs();

    int patience();

    /**
     * Multi-domain multi-task pre-training (mm-PT).
     *
     * @param optimizer of the backbone and the heads
     * @param batchSize images a step
     * @param maxEpochs upper bound
     * @param stepsPerEpoch steps an epoch; 0 means one pass over every (image, task)
     * @param patience epochs without a better validation AUROC before stopping
     * @param augment flips, rotation and crops on
     * @param lossScaling scale each task's loss by the inverse of its batch count
     * @param classWeights weight classes by inverse frequency
     * @param validationImages at most this many validation images a task, the first of a seeded shuffle; 0 means all
     */
    record MultiTask(
            OptimizerSettings optimizer,
            int batchSize,
            int maxEpochs,
            int stepsPerEpoch,
            int patience,
            boolean augment,
            boolean lossScaling,
            boolean classWeights,
            int validationImages)
            implements PretrainSettings {}

    /**
     * Multi-domain multi-task MAML (mm-MAML).
     *
     * @param optimizer of the outer steps
     * @param innerLearningRate of the inner SGD
     * @param innerSteps inner steps while training
     * @param secondOrder differentiate through the inner steps
     * @param maxEpochs upper bound
     * @param episodesPerTask meta-training episodes a task in one epoch
     * @param patience epochs without a better query AUROC before stopping
     * @param minShots fewest support samples a class
     * @param maxShots most support samples a class
     * @param queries query samples a class
     * @param minSamplesPerClass class filter of meta-training episodes
     * @param validationEpisodes validation episodes a task
     * @param validationInnerSteps inner steps while validating
     * @param augment flips, rotation and crops on
     */
    record Maml(
            OptimizerSettings optimizer,
            double innerLearningRate,
            int innerSteps,
            boolean secondOrder,
            int maxEpochs,
            int episodesPerTask,
            int patience,
            int minShots,
            int maxShots,
            int queries,
            int minSamplesPerClass,
            int validationEpisodes,
            int validationInnerSteps,
            boolean augment)
            implements PretrainSettings {}
}
