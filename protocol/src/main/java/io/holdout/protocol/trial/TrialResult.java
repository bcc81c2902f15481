package io.holdout.protocol.trial;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a trial: only what is the same every time it is run on the same kind of device. Durations, hosts and
 * attempts are kept beside it, not in it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrialResult.Pretrained.class, name = "pretrained"),
    @JsonSubTypes.Type(value = TrialResult.Adapted.class, name = "adapted"),
    @JsonSubTypes.Type(value = TrialResult.Supervised.class, name = "supervised"),
    @JsonSubTypes.Type(value = TrialResult.Validated.class, name = "validated")
})
public sealed interface TrialResult {
    /**
     * @param checkpoints kind to content hash of a safetensors artifact
     * @param bestEpoch 1-based epoch of the best validation AUROC
     * @param epochs the learning curve
     * @param paused where it stopped, if it is a piece that another may go on from
     */
    record Pretrained(
            SortedMap<CheckpointKind, String> checkpoints,
            int bestEpoch,
            List<EpochPoint> epochs,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Paused paused)
            implements TrialResult {
        /** Of a whole training. */
        public Pretrained(SortedMap<CheckpointKind, String> checkpoints, int bestEpoch, List<EpochPoint> epochs) {
            this(checkpoints, bestEpoch, epochs, null);
        }

        public Pretrained {
            checkpoints = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(checkpoints));
            epochs = List.copyOf(epochs);
        }

        @Override
        public Set<String> artifacts() {
            var all = new TreeSet<>(checkpoints.values());
            if (paused != null) {
                all.addAll(paused.parts().values());
            }
            return all;
        }
    }

    /** One point for each episode and step count, ascending by episode, then steps. */
    record Adapted(List<EpisodePoint> episodes) implements TrialResult {
        public Adapted {
            episodes = List.copyOf(episodes);
        }
    }

    /**
     * Metrics on the test split, of the checkpoint with the best validation AUROC.
     *
     * @param paused where it stopped, if it is a piece that another may go on from
     */
    record Supervised(
            double testAuroc,
            double testAccuracy,
            double testLoss,
            int testSamples,
            int bestEpoch,
            String checkpoint,
            List<EpochPoint> epochs,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Paused paused)
            implements TrialResult {
        /** Of a whole training. */
        public Supervised(
                double testAuroc,
                double testAccuracy,
                double testLoss,
                int testSamples,
                int bestEpoch,
                String checkpoint,
                List<EpochPoint> epochs) {
            this(testAuroc, testAccuracy, testLoss, testSamples, bestEpoch, checkpoint, epochs, null);
        }

        public Supervised {
            epochs = List.copyOf(epochs);
        }

        /** What somebody still needs: its own checkpoint is for people. */
        @Override
        public Set<String> artifacts() {
            return paused == null ? Set.of() : new TreeSet<>(paused.parts().values());
        }
    }

    /** One point for each source task of which episodes could be drawn, ascending by task. */
    record Validated(List<TaskPoint> tasks) implements TrialResult {
        public Validated {
            tasks = List.copyOf(tasks);
        }
    }

    /** One epoch: mean training loss; mean over tasks of validation loss and AUROC. */
    record EpochPoint(int epoch, double trainLoss, double validationLoss, double validationAuroc) {}

    /** One episode's query set after {@code steps} optimisation steps; AUROC and accuracy in [0,1]. */
    record EpisodePoint(int episode, int steps, double auroc, double accuracy, double loss) {}

    /**
     * Few-shot episodes of one source task's validation split.
     *
     * @param task as dataset/task
     * @param auroc mean over the episodes in which it is defined; NaN if it is in none
     * @param accuracy mean over all episodes
     */
    record TaskPoint(String task, double auroc, double accuracy, int episodes, int undefinedEpisodes) {}

    /** Content hashes of what other trials need beside this result. */
    @JsonIgnore
    default Set<String> artifacts() {
        return Set.of();
    }

    @JsonIgnore
    default String canonicalForm() {
        return CanonicalJson.write(this);
    }
}
