package io.holdout.coordinator.journal.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.typesafe.config.ConfigFactory;
import io.holdout.coordinator.journal.EpochFence;
import io.holdout.coordinator.journal.Projection;
import io.holdout.coordinator.sweep.Evolver;
import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.protocol.artifact.LocalArtifactStore;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.message.RunAttempt;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real coordinator on a real Cassandra that is stopped, starved and started again. */
@ExtendWith(CassandraExtension.class)
class CassandraJournalTest {
    private static final String MANY_SMALL =
            "strategies: [random-init]\nepisodes: %d\nfine_tune: {steps: [5], episodes_per_trial: 1}\n";

    @TempDir
    Path folder;

    private RunningCoordinator coordinator(CassandraJournal journal, String... known) {
        return new RunningCoordinator(journal, new LocalArtifactStore(folder), List.of(known), Projection.NONE);
    }

    private static SweepState stored(CassandraJournal journal, String sweep) {
        SweepState[] state = {SweepState.EMPTY};
        try (var reader = journal.reader()) {
            reader.events(sweep, event -> state[0] = Evolver.evolve(state[0], event));
        }
        return state[0];
    }

    private static TreeSet<String> succeeded(SweepState state) {
        var trials = new TreeSet<String>();
        state.plan().trials().stream()
                .filter(trial -> state.result(trial.index()).isPresent())
                .forEach(trial -> trials.add(trial.id().hex()));
        return trials;
    }

    static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!condition.call()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain until " + what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    @Test
    void an_outage_pauses_a_sweep_that_then_goes_on_and_nothing_acknowledged_is_lost(CassandraServer server)
            throws Exception {
        CassandraAddress address = Keyspaces.shared(server);
        var acknowledged = new TreeSet<String>();
        try (var journal = new CassandraJournal(address)) {
            try (var coordinator = coordinator(journal)) {
                assertNull(coordinator.submit("outage", MANY_SMALL.formatted(20)));
                acknowledged.addAll(coordinator.finish(coordinator.someOrders(20)));
                List<RunAttempt> running = coordinator.someOrders(20);

                server.kill();
                running.forEach(coordinator::report);
                await("the view says why", () -> coordinator.view("outage").unavailable() != null);
                assertEquals(
                        "JOURNAL_UNAVAILABLE",
                        coordinator.view("outage").unavailable().code());
                assertEquals(List.of(), coordinator.orders(1), "a beat is answered, but nothing is given out");

                server.start();
                acknowledged.addAll(coordinator.finish(running));
                await("the view is back", () -> coordinator.view("outage").view() != null);
                List<RunAttempt> more = coordinator.someOrders(100);
                while (!more.isEmpty()) {
                    acknowledged.addAll(coordinator.finish(more));
                    more = coordinator.orders(100);
                }
                assertEquals(
                        SweepPhase.FINISHED, coordinator.view("outage").view().phase());
            }
            SweepState state = stored(journal, "outage");
            assertEquals(acknowledged, succeeded(state));
            assertEquals(0, state.divergences());
            try (var reader = journal.reader();
                    var again = coordinator(journal, "outage")) {
                assertTrue(reader.sweeps().contains("outage"));
                await("it recovered", () -> again.view("outage").view().phase() == SweepPhase.FINISHED);
                assertEquals(state.counts(), again.view("outage").view().trials());
            }
        }
    }

    @Test
    void recovery_starts_from_the_snapshot(CassandraServer server) throws Exception {
        CassandraAddress address = Keyspaces.shared(server);
        try (var journal = new CassandraJournal(address);
                CqlSession session = CassandraSessions.open(address)) {
            SweepState before;
            try (var coordinator = coordinator(journal)) {
                assertNull(coordinator.submit("long", MANY_SMALL.formatted(400)));
                while (coordinator.view("long").view().trials().succeeded() < 1_100) {
                    coordinator.finish(coordinator.orders(200));
                }
                await("a snapshot is stored", () -> !Keyspaces.rows(session, snapshots(address))
                        .isEmpty());
                before = stored(journal, "long");
            }
            long until = session.execute(snapshots(address)).one().getLong(0);
            assertTrue(until >= 2_000, "a snapshot after " + until + " events");
            session.execute("DELETE FROM " + address.keyspace() + ".messages WHERE persistence_id = 'sweep|long' AND"
                    + " partition_nr = 0 AND sequence_nr <= " + until);

            try (var again = coordinator(journal, "long")) {
                await("it recovered", () -> again.view("long").view().phase() == SweepPhase.RUNNING);
                assertEquals(before.counts(), again.view("long").view().trials());
                assertFalse(again.finish(again.someOrders(10)).isEmpty(), "and it goes on");
            }
        }
    }

    private static String snapshots(CassandraAddress address) {
        return "SELECT sequence_nr FROM " + address.keyspace() + ".snapshots WHERE persistence_id = 'sweep|long'";
    }

    /** One node cannot be a quorum of three: with any weaker level, it would serve. */
    @Test
    void no_event_is_written_or_read_without_a_local_quorum(CassandraServer server) throws Exception {
        CassandraAddress address = Keyspaces.shared(server);
        String replicate = "ALTER KEYSPACE " + address.keyspace()
                + " WITH replication = {'class': 'NetworkTopologyStrategy', 'datacenter1': %d}";
        try (var journal = new CassandraJournal(address);
                CqlSession session = CassandraSessions.open(address);
                var coordinator = new RunningCoordinator(
                        journal,
                        new LocalArtifactStore(folder),
                        List.of(),
                        Projection.NONE,
                        // its epoch would be in doubt, too, and nothing written
                        EpochFence.claim(new RunningCoordinator.OnlyWriter(), "test"))) {
            assertNull(coordinator.submit("quorum", MANY_SMALL.formatted(5)));
            List<RunAttempt> orders = coordinator.someOrders(1);
            try {
                session.execute(replicate.formatted(3));
                coordinator.report(orders.get(0));
                await("the write fails", () -> coordinator.view("quorum").unavailable() != null);
                await("the recovery fails", () -> coordinator
                        .view("quorum")
                        .unavailable()
                        .message()
                        .contains("LOCAL_QUORUM (2 required but only 1 alive)"));
            } finally {
                session.execute(replicate.formatted(1));
            }
            assertEquals(1, coordinator.finish(orders).size());
        }
    }

    @Test
    void two_events_with_one_number_are_told_and_never_passed_over(CassandraServer server) throws Exception {
        CassandraAddress address = Keyspaces.shared(server);
        try (var journal = new CassandraJournal(address);
                CqlSession session = CassandraSessions.open(address)) {
            try (var coordinator = coordinator(journal)) {
                assertNull(coordinator.submit("forked", MANY_SMALL.formatted(5)));
                coordinator.finish(coordinator.someOrders(1));
            }
            // what the plugin's plain INSERT lets a second coordinator do
            var event = session.execute("SELECT event FROM " + address.keyspace() + ".messages WHERE persistence_id ="
                            + " 'sweep|forked' AND partition_nr = 0 AND sequence_nr = 2")
                    .one()
                    .getByteBuffer(0);
            session.execute(SimpleStatement.newInstance(
                    "INSERT INTO " + address.keyspace() + ".messages (persistence_id, partition_nr, sequence_nr,"
                            + " timestamp, writer_uuid, ser_id, ser_manifest, event_manifest, event)"
                            + " VALUES ('sweep|forked', 0, 2, now(), 'other', 7460001, 'k1', '', ?)",
                    event));

            var damaged = assertThrows(HoldoutException.class, () -> stored(journal, "forked"));
            assertTrue(damaged.getMessage().contains("two events with number 2"), damaged.getMessage());
            try (var coordinator = coordinator(journal, "forked")) {
                await("recovery refuses", () -> coordinator.view("forked").unavailable() != null);
            }
        }
    }

    @Test
    void the_settings_that_keep_events_are_in_force() {
        var address = CassandraAddress.parse("cassandra://localhost/holdout");
        var config = new CassandraJournal(address)
                .config()
                .withFallback(ConfigFactory.load())
                .resolve();

        for (String profile :
                List.of("pekko-persistence-cassandra-profile", "pekko-persistence-cassandra-snapshot-profile")) {
            assertEquals(
                    "LOCAL_QUORUM",
                    config.getString("datastax-java-driver.profiles." + profile + ".basic.request.consistency"));
        }
        var plugin = config.getConfig("pekko.persistence.cassandra");
        assertEquals("fail", plugin.getString("journal.replay-filter.mode"));
        assertFalse(plugin.getBoolean("events-by-tag.enabled"));
        for (String store : List.of("journal", "snapshot")) {
            assertFalse(plugin.getBoolean(store + ".keyspace-autocreate"), store);
            assertFalse(plugin.getBoolean(store + ".tables-autocreate"), store);
            assertEquals("holdout", plugin.getString(store + ".keyspace"));
            assertEquals(5, plugin.getInt(store + ".circuit-breaker.max-failures"), store);
            assertEquals(
                    5,
                    plugin.getDuration(store + ".circuit-breaker.call-timeout").toSeconds(),
                    store);
            assertEquals(
                    2,
                    plugin.getDuration(store + ".circuit-breaker.reset-timeout").toSeconds(),
                    store);
        }
    }
}
