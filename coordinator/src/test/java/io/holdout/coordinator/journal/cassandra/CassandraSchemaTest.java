package io.holdout.coordinator.journal.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import io.holdout.coordinator.journal.Journal;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CassandraExtension.class)
class CassandraSchemaTest {
    private static final String TABLES = "SELECT table_name, id FROM system_schema.tables WHERE keyspace_name = '%s'";

    @Test
    void making_a_keyspace_again_changes_nothing(CassandraServer server) {
        CassandraAddress address = Keyspaces.shared(server);
        var schema = new CassandraSchema(address);

        String replication = schema.create(1);
        try (CqlSession session = CassandraSessions.open(address)) {
            List<String> before = Keyspaces.rows(session, TABLES.formatted(address.keyspace()));
            session.execute("INSERT INTO " + address.keyspace() + ".all_persistence_ids (persistence_id) VALUES ('x')");
            long ids = count(session, address);

            assertEquals(replication, schema.create(3), "a keyspace that is there keeps its replication");
            assertEquals(before, Keyspaces.rows(session, TABLES.formatted(address.keyspace())));
            assertEquals(ids, count(session, address));
        }
        assertEquals("class NetworkTopologyStrategy, datacenter1 1", replication);
    }

    private static long count(CqlSession session, CassandraAddress address) {
        return session.execute("SELECT count(*) FROM " + address.keyspace() + ".all_persistence_ids")
                .one()
                .getLong(0);
    }

    @Test
    void a_keyspace_that_was_not_made_ready_is_refused_with_the_command_that_does_it(CassandraServer server) {
        CassandraAddress address = Keyspaces.fresh(server);

        try (Journal journal = Journal.of(address.toString(), Path.of("unused"))) {
            var refused = assertThrows(HoldoutException.class, journal::prepare);
            assertEquals("JOURNAL_NOT_INITIALISED", refused.failure().code());
            assertTrue(
                    refused.getMessage()
                            .contains("holdout cassandra init --contact-points " + server.contactPoint()
                                    + " --keyspace " + address.keyspace() + " --datacenter datacenter1"),
                    refused.getMessage());
        }
        new CassandraSchema(address).create(1);
        try (Journal journal = Journal.of(address.toString(), Path.of("unused"))) {
            journal.prepare();
        }
    }

    @Test
    void half_a_schema_is_not_a_schema(CassandraServer server) {
        CassandraAddress address = Keyspaces.shared(server);
        try (CqlSession session = CassandraSessions.open(address)) {
            session.execute("DELETE FROM " + address.keyspace() + ".holdout_schema WHERE name = 'holdout'");
            var schema = new CassandraSchema(address);
            var refused = assertThrows(HoldoutException.class, () -> schema.require(session));
            assertEquals("JOURNAL_NOT_INITIALISED", refused.failure().code());

            session.execute(
                    "INSERT INTO " + address.keyspace() + ".holdout_schema (name, version) VALUES ('holdout', 99)");
            refused = assertThrows(HoldoutException.class, () -> schema.require(session));
            assertEquals("JOURNAL_VERSION", refused.failure().code());

            schema.create(1);
            schema.require(session);
        }
    }

    @Test
    void a_wrong_data_centre_is_refused_with_the_right_one(CassandraServer server) {
        var address = CassandraAddress.parse("cassandra://" + server.contactPoint() + "/x?dc=elsewhere");

        var refused = assertThrows(HoldoutException.class, () -> CassandraSessions.open(address));
        assertEquals("BAD_JOURNAL", refused.failure().code());
        assertTrue(refused.getMessage().contains("'elsewhere'; there is datacenter1"), refused.getMessage());
    }

    @Test
    void a_cluster_that_is_not_there_is_said_to_be_unavailable() {
        var nowhere = new CassandraAddress(
                List.of("127.0.0.1:1"), "x", "datacenter1", Optional.empty(), false, Optional.empty());

        var failed = assertThrows(HoldoutException.class, () -> CassandraSessions.open(nowhere));
        assertEquals("JOURNAL_UNAVAILABLE", failed.failure().code());
        assertTrue(failed.getMessage().contains("127.0.0.1:1"), failed.getMessage());
    }
}
