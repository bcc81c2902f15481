package io.holdout.worker.learn;

/** Which statistics batch normalisation uses. */
enum BatchNormMode {
    /** The running statistics. */
    EVALUATE,
    /** The batch's own, which also move the running statistics. */
    TRAIN,
    /** The batch's own, which leave no trace: MAML's transductive mode. */
    TRANSDUCTIVE
}
