package io.holdout.coordinator.spec;

/** Where a target's starting weights come from; the order is the order of a table's rows. */
public enum Strategy {
    /** Random weights, then fine-tuning on each episode's support set. */
    RANDOM_INIT("random-init"),
    /** ImageNet weights (IM-PT), then fine-tuning. */
    IMAGENET("imagenet"),
    /** Multi-domain multi-task pre-training on the source set (mm-PT), then fine-tuning. */
    MM_PT("mm-pt"),
    /** Multi-domain multi-task MAML on the source set (mm-MAML), then fine-tuning. */
    MM_MAML("mm-maml"),
    /** No few-shot learning: trained on the target's whole train split, as a reference. */
    SUPERVISED("supervised");

    private final String word;

    Strategy(String word) {
        this.word = word;
    }

    /** The name in sweep files and tables. */
    public String word() {
        return word;
    }

    /** Whether it trains on the source set, and so has one pre-training for each source set. */
    public boolean pretrains() {
        return this == MM_PT || this == MM_MAML;
    }

    /**
     * The strategy of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Strategy of(String word) {
        for (Strategy strategy : values()) {
            if (strategy.word.equals(word)) {
                return strategy;
            }
        }
        throw new IllegalArgumentException("no strategy '" + word + "'");
    }

    @Override
    public String toString() {
        return word;
    }
}
