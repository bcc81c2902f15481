package io.holdout.protocol.trial;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** How a backbone is adapted to an episode's support set. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "method")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AdaptMethod.FineTune.class, name = "fine-tune"),
    @JsonSubTypes.Type(value = AdaptMethod.LinearProbe.class, name = "linear-probe"),
    @JsonSubTypes.Type(value = AdaptMethod.NearestCentroid.class, name = "nearest-centroid")
})
public sealed interface AdaptMethod {
    /** Step counts after which the query set is evaluated, ascending; one run reports at all of them. */
    List<Integer> steps();

    @JsonIgnore
    default int lastStep() {
        return steps().get(steps().size() - 1);
    }

    /** All weights and a fresh head train, the whole support set as the batch (the MedIMeta benchmark's way). */
    record FineTune(OptimizerSettings optimizer, List<Integer> steps) implements AdaptMethod {
        public FineTune {
            steps = steps.stream().sorted().toList();
        }
    }

    /** Only a fresh linear head trains, on features of the backbone in evaluation mode. */
    record LinearProbe(OptimizerSettings optimizer, List<Integer> steps) implements AdaptMethod {
        public LinearProbe {
            steps = steps.stream().sorted().toList();
        }
    }

    /**
     * Nothing trains: an image belongs where the mean of the support features is nearest (Snell et al. 2017).
     *
     * <p>Its only step count is 0.
     */
    record NearestCentroid(Distance distance) implements AdaptMethod {
        @Override
        @JsonIgnore
        public List<Integer> steps() {
            return List.of(0);
        }
    }

    /** What near means among features. */
    enum Distance {
        /** Squared Euclidean, as prototypical networks have it. */
        EUCLIDEAN,
        /** Of the features' directions; one minus the cosine of their angle, times 10. */
        COSINE
    }
}
