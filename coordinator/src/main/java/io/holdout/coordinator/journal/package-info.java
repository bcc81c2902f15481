/**
 * Where events are kept: SQLite in the home (WAL, fsync at every commit), or Cassandra; who may write them, by lock and
 * by epoch; and how they are read without a coordinator.
 *
 * <p>Start at {@link io.holdout.coordinator.journal.Journal}.
 */
@NullMarked
package io.holdout.coordinator.journal;

import org.jspecify.annotations.NullMarked;
