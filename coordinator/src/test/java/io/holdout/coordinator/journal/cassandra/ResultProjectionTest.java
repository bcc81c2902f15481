package io.holdout.coordinator.journal.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import io.holdout.protocol.artifact.LocalArtifactStore;
import io.holdout.protocol.message.RunAttempt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CassandraExtension.class)
class ResultProjectionTest {
    private static final String SWEEP =
            """
            strategies: [random-init, mm-pt, supervised]
            episodes: 4
            fine_tune: {steps: [5, 10], episodes_per_trial: 2}
            search: {supervised: {sampler: grid, parallel: 1, space: {learning_rate: {choice: [0.001, 0.01]}}}}
            """;

    @TempDir
    Path folder;

    @Test
    void what_a_coordinator_writes_while_it_runs_and_what_rebuild_writes_are_equal(CassandraServer server)
            throws Exception {
        CassandraAddress address = Keyspaces.shared(server);
        var artifacts = new LocalArtifactStore(folder);
        try (var journal = new CassandraJournal(address);
                CqlSession session = CassandraSessions.open(address)) {
            int trials = runWithALostResult(journal, session, artifacts);
            List<String> results = Keyspaces.rows(session, all(address, "results"));
            List<String> references = Keyspaces.rows(session, all(address, "artifacts"));
            assertEquals(trials, results.size());
            assertTrue(references.stream().anyMatch(row -> row.contains("checkpoint-last")), references.toString());
            assertTrue(references.size() > trials, "checkpoints beside results");

            session.execute("INSERT INTO " + address.keyspace() + ".results (sweep, kind, strategy, backbone, target,"
                    + " trial) VALUES ('projected', 'adapt', 'made-up', 'x', 'y', 'z')");
            session.execute("DELETE FROM " + address.keyspace() + ".artifacts WHERE sweep = 'projected'");
            try (var rebuilding = new CassandraJournal(address)) {
                assertTrue(rebuilding.rebuild(artifacts) >= 1);
            }
            assertEquals(results, Keyspaces.rows(session, all(address, "results")));
            assertEquals(references, Keyspaces.rows(session, all(address, "artifacts")));
        }
    }

    /** Runs all trials; in between a result is lost, its row goes, and it is made again. */
    private int runWithALostResult(CassandraJournal journal, CqlSession session, LocalArtifactStore artifacts)
            throws Exception {
        String count = "SELECT count(*) FROM " + journal.keyspace() + ".results WHERE sweep = 'projected'";
        String lost;
        try (var projection = journal.projection(artifacts);
                var coordinator = new RunningCoordinator(journal, artifacts, List.of(), projection)) {
            assertNull(coordinator.submit("projected", SWEEP));
            List<RunAttempt> first = coordinator.someOrders(2);
            coordinator.finish(first);
            CassandraJournalTest.await(
                    "the rows come", () -> session.execute(count).one().getLong(0) == 2);
            lost = Keyspaces.rows(
                            session,
                            "SELECT result FROM " + journal.keyspace() + ".results WHERE sweep ="
                                    + " 'projected' LIMIT 1")
                    .get(0)
                    .replaceAll(".*'([0-9a-f]{64})'.*", "$1");
        }
        Files.delete(folder.resolve(lost.substring(0, 2)).resolve(lost));
        try (var projection = journal.projection(artifacts);
                var coordinator = new RunningCoordinator(journal, artifacts, List.of("projected"), projection)) {
            CassandraJournalTest.await(
                    "the row goes", () -> session.execute(count).one().getLong(0) == 1);
            List<RunAttempt> more = coordinator.someOrders(100);
            while (!more.isEmpty()) {
                coordinator.finish(more);
                more = coordinator.orders(100);
            }
            int trials = coordinator.view("projected").view().trials().succeeded();
            assertFalse(trials < 10, "only " + trials + " trials");
            CassandraJournalTest.await(
                    "all rows come", () -> session.execute(count).one().getLong(0) == trials);
            return trials;
        }
    }

    private static String all(CassandraAddress address, String table) {
        return "SELECT * FROM " + address.keyspace() + "." + table + " WHERE sweep = 'projected'";
    }
}
