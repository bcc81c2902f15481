package io.holdout.protocol.trial;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The weights a trial's backbone starts from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "from")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StartingPoint.Random.class, name = "random"),
    @JsonSubTypes.Type(value = StartingPoint.WeightsFile.class, name = "weights-file"),
    @JsonSubTypes.Type(value = StartingPoint.Checkpoint.class, name = "checkpoint")
})
public sealed interface StartingPoint {
    /** Random initial weights, a function of this seed and the backbone alone. */
    record Random(long seed) implements StartingPoint {}

    /** A weights file kept in the artifact store, by its SHA-256. */
    record WeightsFile(String sha256) implements StartingPoint {}

    /** A checkpoint that another trial left. */
    record Checkpoint(TrialId trial, CheckpointKind which) implements StartingPoint {}
}
