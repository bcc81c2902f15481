package io.holdout.cli.chaos;

import io.holdout.coordinator.sweep.JournalEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The product as the campaign sees it: one sweep that can be run in any home, and read from it. */
public interface Stage {
    /** Name of the sweep. */
    String sweep();

    /**
     * Runs the sweep of a home to its end, or goes on with it. Its processes are children of this one, and are gone
     * when this returns.
     */
    void run(Path home);

    /** What the journal holds; safe while the sweep runs. */
    List<JournalEntry> journal(Path home);

    /** The process of the coordinator that serves now, as it says itself; empty if none does. */
    OptionalLong coordinator(Path home);

    /** The table of a sweep that does not run. */
    Result result(Path home);

    /**
     * @param complete whether every cell has a number
     * @param csv the table in its exact form
     */
    record Result(boolean complete, String csv) {}
}
