package io.holdout.coordinator.journal.cassandra;

class RecoveryTest {
    static final String MANY_SMALL =
            "strategies: [random-init]\nepisodes: %d\nfine_tune: {steps: [5], episodes_per_trial: 1}\n";
}
