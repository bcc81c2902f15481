/**
 * Cassandra as journal, snapshot store and query tables, and its epochs. Only this package knows the driver; Pekko's
 * plugin is known by its settings alone.
 *
 * <p>Start at {@link io.holdout.coordinator.journal.cassandra.CassandraJournal}; {@code schema.cql} and
 * {@code cassandra.conf} lie beside the classes.
 */
@NullMarked
package io.holdout.coordinator.journal.cassandra;

import org.jspecify.annotations.NullMarked;
