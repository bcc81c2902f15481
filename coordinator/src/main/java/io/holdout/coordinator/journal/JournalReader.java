package io.holdout.coordinator.journal;

import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.protocol.failure.HoldoutException;
import java.util.List;
import java.util.function.Consumer;

/** Reads a journal without an actor system, also while a coordinator writes it. Writes nothing. */
public interface JournalReader extends AutoCloseable {
    String PREFIX = "sweep|";

    /** The persistence id of a sweep. */
    static String persistenceId(String sweep) {
        return PREFIX + sweep;
    }

    /**
     * Names of all sweeps, in the order in which they were submitted.
     *
     * @throws HoldoutException JOURNAL or JOURNAL_UNAVAILABLE
     */
    List<String> sweeps();

    /**
     * Gives every event of a sweep, in order; none if there is no such sweep.
     *
     * @throws HoldoutException JOURNAL or JOURNAL_UNAVAILABLE
     */
    void events(String sweep, Consumer<JournalEntry> each);

    /**
     * The next events after this number, at most so many; none at the end.
     *
     * @throws HoldoutException JOURNAL or JOURNAL_UNAVAILABLE; JOURNAL too if a number is missing or there twice
     */
    List<Numbered> after(String sweep, long number, int most);

    @Override
    void close();
}
