package io.holdout.protocol.catalog;

import java.util.Locale;

/** The kind of labelling a task has; it decides head, loss, probabilities and AUROC (MedIMeta, arXiv 2404.16000). */
public enum TaskTarget {
    MULTICLASS_CLASSIFICATION,
    BINARY_CLASSIFICATION,
    MULTILABEL_CLASSIFICATION,
    ORDINAL_REGRESSION;

    /** Outputs of the linear head for a task with {@code labels} labels: one for binary, else one a label. */
    public int headOutputs(int labels) {
        return this == BINARY_CLASSIFICATION ? 1 : labels;
    }

    /** Whether each sample has exactly one class out of several (softmax, cross-entropy). */
    public boolean isSingleChoice() {
        return this == MULTICLASS_CLASSIFICATION || this == ORDINAL_REGRESSION;
    }

    /** The word people read, such as {@code multi-class}. */
    public String word() {
        return switch (this) {
            case MULTICLASS_CLASSIFICATION -> "multi-class";
            case BINARY_CLASSIFICATION -> "binary";
            case MULTILABEL_CLASSIFICATION -> "multi-label";
            case ORDINAL_REGRESSION -> "ordinal";
        };
    }

    @Override
    public String toString() {
        return name().toUpperCase(Locale.ROOT);
    }
}
