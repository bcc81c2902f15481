package io.holdout.coordinator.journal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Keyspaces of tests' own, and a look into them. */
final class Keyspaces {
    private static final Set<String> MADE = new HashSet<>();

    private Keyspaces() {}

    /** An address with a new name; nothing is made yet. */
    static CassandraAddress fresh(CassandraServer server) {
        return address(server, "test_" + UUID.randomUUID().toString().substring(0, 8));
    }

    static CassandraAddress address(CassandraServer server, String keyspace) {
        return new CassandraAddress(
                List.of(server.contactPoint()),
                keyspace,
                CassandraAddress.DEFAULT_DATACENTER,
                Optional.empty(),
                false,
                Optional.empty());
    }

    /** One keyspace with one copy of everything, for all tests: making tables takes seconds. Use a sweep of your own. */
    static synchronized CassandraAddress shared(CassandraServer server) {
        CassandraAddress address = address(server, "shared");
        if (MADE.add(server.contactPoint())) {
            new CassandraSchema(address).create(1);
        }
        return address;
    }

    /** All rows as text, in the order of the table. */
    static List<String> rows(CqlSession session, String query) {
        return StreamSupport.stream(session.execute(query).spliterator(), false)
                .map(Row::getFormattedContents)
                .toList();
    }
}
