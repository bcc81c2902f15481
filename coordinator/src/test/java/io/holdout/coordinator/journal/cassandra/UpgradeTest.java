package io.holdout.coordinator.journal.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.holdout.coordinator.journal.EmbeddedJournal;
import io.holdout.coordinator.journal.Projection;
import io.holdout.coordinator.sweep.Counts;
import io.holdout.coordinator.sweep.PackedSnapshot;
import io.holdout.protocol.artifact.LocalArtifactStore;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.message.ProtocolVersion;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireCodec;
import io.holdout.protocol.wire.WireValue;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What versions leave behind for each other, in a home. */
class UpgradeTest {
    /** Enough for one snapshot, and some events after it. */
    private static final int ENOUGH = 1_100;

    /** What no version knows yet. */
    record FromTheFuture(@Tag(1) long atMillis) implements WireValue {}

    private static final WireCodec NEWER = new WireCodec(registry -> registry.record(FromTheFuture.class, 299));

    @TempDir
    Path folder;

    private EmbeddedJournal journal;

    @BeforeEach
    void prepare() {
        journal = new EmbeddedJournal(folder);
        journal.prepare();
    }

    private RunningCoordinator coordinator(String... known) {
        return new RunningCoordinator(
                journal, new LocalArtifactStore(folder.resolve("artifacts")), List.of(known), Projection.NONE);
    }

    private Connection database() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal/journal.db"));
    }

    /** Runs a sweep of a good thousand trials; what became of them. */
    private Counts run(String sweep) throws Exception {
        try (var coordinator = coordinator()) {
            assertNull(coordinator.submit(sweep, RecoveryTest.MANY_SMALL.formatted(ENOUGH / RecoveryTest.TASKS + 1)));
            int done = 0;
            while (done < ENOUGH - 100) {
                done += coordinator.finish(coordinator.orders(100)).size();
            }
            coordinator.finish(coordinator.orders(50));
            return coordinator.view(sweep).view().trials();
        }
    }

    private Counts recovered(String sweep) throws Exception {
        try (var coordinator = coordinator(sweep)) {
            CassandraJournalTest.await("it recovered", () -> {
                var view = coordinator.view(sweep).view();
                return view != null && view.trials().succeeded() > 0;
            });
            return coordinator.view(sweep).view().trials();
        }
    }

    private void replaceSnapshots(byte[] bytes) throws SQLException {
        try (var database = database();
                PreparedStatement update = database.prepareStatement("UPDATE snapshot SET snapshot_payload = ?")) {
            update.setBytes(1, bytes);
            assertTrue(update.executeUpdate() > 0, "there is a snapshot");
        }
    }

    @Test
    void an_event_of_a_newer_version_is_refused_with_one_clear_error_and_not_passed_over() throws Exception {
        try (var coordinator = coordinator()) {
            assertNull(coordinator.submit("newer", RecoveryTest.MANY_SMALL.formatted(2)));
        }
        try (var database = database();
                PreparedStatement insert = database.prepareStatement(
                        "INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp,"
                                + " adapter_manifest, event_payload, event_ser_id, event_ser_manifest)"
                                + " SELECT persistence_id, max(sequence_number) + 1, writer, write_timestamp,"
                                + " adapter_manifest, ?, event_ser_id, event_ser_manifest FROM event_journal")) {
            insert.setBytes(1, NEWER.write(new FromTheFuture(1)));
            assertEquals(1, insert.executeUpdate());
        }

        try (var reader = journal.reader()) {
            var refused = assertThrows(HoldoutException.class, () -> reader.events("newer", event -> {}));
            assertEquals("WRITTEN_BY_NEWER_VERSION", refused.failure().code());
        }
        try (var said = new Said();
                var coordinator = coordinator("newer")) {
            CassandraJournalTest.await(
                    "the view refuses", () -> coordinator.view("newer").unavailable() != null);
            CassandraJournalTest.await(
                    "the view says why",
                    () -> coordinator.view("newer").unavailable().message().contains("wire class 299"));
            var refusal = coordinator.submit("newer", RecoveryTest.MANY_SMALL.formatted(2));
            assertNotNull(refusal);
            assertEquals("WRITTEN_BY_NEWER_VERSION", refusal.code());
            assertEquals(1, said.times("cannot be recovered"));
        }
    }

    @Test
    void a_snapshot_that_cannot_be_read_costs_time_only() throws Exception {
        Counts before = run("optional");
        replaceSnapshots(NEWER.write(new FromTheFuture(1)));

        assertEquals(before, recovered("optional"));
    }

    @Test
    void a_snapshot_of_the_first_form_is_read() throws Exception {
        Counts before = run("first");
        long until;
        byte[] first;
        try (var database = database();
                var rows = database.createStatement()
                        .executeQuery("SELECT sequence_number, snapshot_payload FROM snapshot"
                                + " ORDER BY sequence_number DESC LIMIT 1")) {
            assertTrue(rows.next());
            until = rows.getLong(1);
            var codec = new WireCodec();
            first = codec.write(((PackedSnapshot) codec.read(rows.getBytes(2))).unpacked());
        }
        replaceSnapshots(first);
        try (var database = database();
                var statement = database.createStatement()) {
            // what the snapshot stands for cannot come from events
            assertTrue(statement.executeUpdate("DELETE FROM event_journal WHERE sequence_number <= " + until) > 1_000);
        }

        assertEquals(before, recovered("first"));
    }

    @Test
    void a_snapshot_that_cannot_be_written_does_not_stop_the_sweep_and_is_told_once() throws Exception {
        try (var database = database();
                var statement = database.createStatement()) {
            statement.execute(
                    "CREATE TRIGGER full BEFORE INSERT ON snapshot BEGIN SELECT RAISE(ABORT, 'too large');" + " END");
        }
        try (var said = new Said()) {
            Counts before = run("large");
            assertTrue(before.succeeded() > 1_000, before.toString());
            assertEquals(1, said.times("no snapshot of sweep large could be written"));
            assertEquals(before, recovered("large"));
        }
    }

    @Test
    void a_worker_of_another_protocol_is_refused_and_one_that_says_none_is_not() throws Exception {
        try (var said = new Said();
                var coordinator = coordinator()) {
            for (int beat = 0; beat < 3; beat++) {
                var refusal =
                        coordinator.beatSpeaking(ProtocolVersion.CURRENT + 1).refusal();
                assertNotNull(refusal);
                assertEquals("PROTOCOL_MISMATCH", refusal.code());
                assertTrue(refusal.message().contains("upgrade the coordinator first"), refusal.message());
            }
            assertNull(coordinator.beatSpeaking(0).refusal());
            assertNull(coordinator.beatSpeaking(ProtocolVersion.CURRENT).refusal());
            assertEquals(1, said.times("PROTOCOL_MISMATCH"), "told once a worker");
        }
    }

    @Test
    void a_worker_that_knows_no_batches_hears_each_message_by_itself() throws Exception {
        try (var coordinator = coordinator()) {
            assertNull(coordinator.submit("batches", RecoveryTest.MANY_SMALL.formatted(20)));
            List<RunAttempt> first = coordinator.someOrders(1);
            int before = coordinator.batches();
            coordinator.finish(first);

            List<RunAttempt> older = coordinator.orders(5, ProtocolVersion.BATCHES - 1);
            assertTrue(older.size() > 1, "several at once: " + older.size());
            assertEquals(before, coordinator.batches(), "an older worker would drop a batch");

            coordinator.finish(older);
            List<RunAttempt> newer = coordinator.orders(5, ProtocolVersion.BATCHES);
            assertTrue(newer.size() > 1, "several at once: " + newer.size());
            assertTrue(coordinator.batches() > before, "they come as one message");
        }
    }

    /** What is logged meanwhile. */
    private static final class Said implements AutoCloseable {
        private final Logger logger;
        private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

        Said() {
            logger = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
            lines.start();
            logger.addAppender(lines);
        }

        long times(String text) {
            return List.copyOf(lines.list).stream()
                    .filter(event -> event.getFormattedMessage().contains(text))
                    .count();
        }

        @Override
        public void close() {
            logger.detachAppender(lines);
        }
    }
}
