package io.holdout.coordinator.sweep;

/**
 * What is known of a sweep beside its plan and its trials; immutable.
 *
 * @param divergences results that differed from the first one of their trial
 * @param finishedMillis milliseconds since 1970; 0 if it has not finished
 * @param epoch of the coordinator that wrote the last event; 0 before the first, and in journals older than epochs
 * @param edits what users said since they submitted it
 * @param senders who sent results last
 */
record Notes(
        long divergences,
        long attemptFailures,
        long finishedMillis,
        long epoch,
        Suspects suspects,
        Edits edits,
        Senders senders) {
    static final Notes NONE = new Notes(0, 0, 0, 0, Suspects.NONE, Edits.NONE, Senders.NONE);

    /** Those that a snapshot kept; it does not keep the senders. */
    static Notes of(SweepSnapshot snapshot) {
        return new Notes(
                snapshot.divergences(),
                snapshot.attemptFailures(),
                snapshot.finishedMillis(),
                snapshot.epoch(),
                Suspects.of(snapshot.successes(), snapshot.suspects()),
                snapshot.edits(),
                Senders.NONE);
    }

    Notes counting(long moreDivergences, long moreFailures) {
        return new Notes(
                divergences + moreDivergences,
                attemptFailures + moreFailures,
                finishedMillis,
                epoch,
                suspects,
                edits,
                senders);
    }

    Notes finishedAt(long millis) {
        return new Notes(divergences, attemptFailures, millis, epoch, suspects, edits, senders);
    }

    /** These, last changed by a coordinator of this epoch. */
    Notes writtenIn(long writer) {
        return new Notes(divergences, attemptFailures, finishedMillis, writer, suspects, edits, senders);
    }

    Notes suspecting(Suspects next) {
        return new Notes(divergences, attemptFailures, finishedMillis, epoch, next, edits, senders);
    }

    Notes edited(Edits next) {
        return new Notes(divergences, attemptFailures, finishedMillis, epoch, suspects, next, senders);
    }

    Notes knowing(Senders next) {
        return new Notes(divergences, attemptFailures, finishedMillis, epoch, suspects, edits, next);
    }
}
