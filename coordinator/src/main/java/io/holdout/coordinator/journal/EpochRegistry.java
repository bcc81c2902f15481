package io.holdout.coordinator.journal;

import io.holdout.protocol.failure.HoldoutException;

/**
 * Numbers the coordinators of a journal: each takes the next epoch when it starts, and from that moment no older one
 * holds its own. A coordinator that asks {@link #holds} after its events are on disk and before it acknowledges them has
 * acknowledged nothing that a newer one does not read.
 */
public interface EpochRegistry {
    /**
     * Takes the next epoch; of several at once, each gets another.
     *
     * @param holder who takes it, for people
     * @return larger than every epoch taken before; the first is 1
     * @throws HoldoutException JOURNAL_UNAVAILABLE or HOME_UNUSABLE if it cannot be known whether it was taken
     */
    long claim(String holder);

    /**
     * Whether no newer epoch was taken.
     *
     * @throws HoldoutException JOURNAL_UNAVAILABLE or HOME_UNUSABLE if that cannot be known: act as if it were not held
     */
    boolean holds(long epoch);

    /**
     * Looks whether two coordinators wrote one of a sweep's last events. Recovery itself does not see it at the very last
     * number: it stops reading at the first event that has it. Nothing to look for where the journal refuses it.
     *
     * @throws HoldoutException JOURNAL if they did, JOURNAL_UNAVAILABLE if that cannot be known
     */
    default void requireOneWriter(String sweep) {}
}
