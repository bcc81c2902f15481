package io.holdout.protocol.trial;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came out of a trial: only what is the same every time it is run on the same kind of device. Durations, hosts and
 * attempts are kept beside it, not in it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrialResult.Pretrained.class, name = "pretrained"),
    @JsonSubTypes.Type(value = TrialResult.Adapted.class, name = "adapted"),
    @JsonSubTypes.Type(value = TrialResult.Supervised.class, name = "supervised")
})
public sealed interface TrialResult {
    /**
     * @param checkpoints kind to content hash of a safetensors artifact
     * @param bestEpoch 1-based epoch of the best validation AUROC
     * @param epochs the learning curve
     */
    record Pretrained(SortedMap<CheckpointKind, String> checkpoints, int bestEpoch, List<EpochPoint> epochs)
            implements TrialResult {
        public Pretrained {
            checkpoints = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(checkpoints));
            epochs = List.copyOf(epochs);
        }
    }

    /** One point for each episode and step count, ascending by episode, then steps. */
    record Adapted(List<EpisodePoint> episodes) implements TrialResult {
        public Adapted {
            episodes = List.copyOf(episodes);
        }
    }

    /** Metrics on the test split, of the checkpoint with the best validation AUROC. */
    record Supervised(
            double testAuroc,
            double testAccuracy,
            double testLoss,
            int testSamples,
            int bestEpoch,
            String checkpoint,
            List<EpochPoint> epochs)
            implements TrialResult {
        public Supervised {
            epochs = List.copyOf(epochs);
        }
    }

    /** One epoch: mean training loss; mean over tasks of validation loss and AUROC. */
    record EpochPoint(int epoch, double trainLoss, double validationLoss, double validationAuroc) {}

    /** One episode's query set after {@code steps} optimisation steps; AUROC and accuracy in [0,1]. */
    record EpisodePoint(int episode, int steps, double auroc, double accuracy, double loss) {}

    @JsonIgnore
    default String canonicalForm() {
        return CanonicalJson.write(this);
    }
}
