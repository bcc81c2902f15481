/**
 * The embedded journal: SQLite in WAL mode, fsync at every commit, one file in the home; and the lock that lets one
 * coordinator write it.
 *
 * <p>Start at {@link io.holdout.coordinator.journal.EmbeddedJournal}.
 */
@NullMarked
package io.holdout.coordinator.journal;

import org.jspecify.annotations.NullMarked;
