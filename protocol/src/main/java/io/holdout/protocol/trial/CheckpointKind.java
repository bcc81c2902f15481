package io.holdout.protocol.trial;

/** Which of a pre-training's checkpoints. */
public enum CheckpointKind {
    BEST_AUROC,
    BEST_LOSS,
    LAST
}
