package io.holdout.protocol.trial;

/**
 * Versions of the code that decides numbers. A change that changes results bumps the version of the kind it changes, so
 * that only the affected trials run again.
 */
public final class Recipe {
    public static final int PRETRAIN_MULTI_TASK = 3;
    public static final int PRETRAIN_MAML = 3;
    public static final int ADAPT = 2;
    public static final int SUPERVISED = 3;
    public static final int VALIDATE = 1;

    private Recipe() {}
}
