package io.holdout.coordinator.journal.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.holdout.coordinator.journal.EpochFence;
import io.holdout.coordinator.journal.EpochRegistry;
import io.holdout.coordinator.journal.JournalReader;
import io.holdout.coordinator.journal.Projection;
import io.holdout.coordinator.sweep.Evolver;
import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.protocol.artifact.LocalArtifactStore;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.wire.WireCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The plugin's INSERT lets two coordinators both succeed at one number; the epoch decides whose word counts. */
@ExtendWith(CassandraExtension.class)
class TwoCoordinatorsTest {
    private static final String SWEEP =
            "strategies: [random-init]\nepisodes: 5\nfine_tune: {steps: [5], episodes_per_trial: 1}\n";
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    Path folder;

    /** Answers only when it is let, as a process does that is stopped between a write and its question. */
    private static final class Late implements EpochRegistry {
        private final EpochRegistry registry;
        private volatile CountDownLatch gate = new CountDownLatch(0);

        Late(EpochRegistry registry) {
            this.registry = registry;
        }

        @Override
        public long claim(String holder) {
            return registry.claim(holder);
        }

        @Override
        public boolean holds(long epoch) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return registry.holds(epoch);
        }
    }

    private RunningCoordinator coordinator(CassandraJournal journal, EpochFence fence, String... known) {
        return new RunningCoordinator(journal, new LocalArtifactStore(folder), List.of(known), Projection.NONE, fence);
    }

    private static SweepState stored(CassandraJournal journal, String sweep) {
        SweepState[] state = {SweepState.EMPTY};
        try (var reader = journal.reader()) {
            reader.events(sweep, entry -> state[0] = Evolver.evolve(state[0], entry));
        }
        return state[0];
    }

    private static boolean isForked(CassandraJournal journal, String sweep) {
        try {
            stored(journal, sweep);
            return false;
        } catch (HoldoutException e) {
            return e.getMessage().contains("two events with number");
        }
    }

    @Test
    void of_two_that_both_write_one_number_only_the_newer_acknowledges_and_nothing_is_dropped_unseen(
            CassandraServer server) throws Exception {
        CassandraAddress address = Keyspaces.shared(server);
        try (var journal = new CassandraJournal(address);
                CqlSession session = CassandraSessions.open(address)) {
            var late = new Late(journal.epochs());
            EpochFence oldFence = EpochFence.claim(late, "old", LONG);
            try (var old = coordinator(journal, oldFence)) {
                assertNull(old.submit("both", SWEEP));
                List<RunAttempt> orders = old.someOrders(2);
                late.gate = new CountDownLatch(1);

                EpochFence youngFence = EpochFence.claim(journal.epochs(), "young");
                try (var young = coordinator(journal, youngFence, "both")) {
                    assertEquals(1, young.finish(orders.subList(0, 1)).size());
                    old.report(orders.get(1));
                    CassandraJournalTest.await("both INSERTs succeeded", () -> isForked(journal, "both"));
                    late.gate.countDown();
                    CassandraJournalTest.await("the older one ends", old::hasEnded);
                    assertEquals(List.of(), old.acknowledgements(), "it acknowledges nothing after it was replaced");
                }
                try (var next = coordinator(journal, EpochFence.claim(journal.epochs(), "next"), "both")) {
                    CassandraJournalTest.await(
                            "recovery refuses", () -> next.view("both").unavailable() != null);
                }
                // its report; or, where the younger one took longer to start than a lease lasts, that its worker is
                // silent
                assertTrue(removeOlder(session, address, oldFence.epoch(), youngFence.epoch()) > 0);
                SweepState state = stored(journal, "both");
                assertEquals(1, state.counts().succeeded());
                assertTrue(state.result(index(state, orders.get(0))).isPresent(), "what was acknowledged is there");
            }
        }
    }

    private static int index(SweepState state, RunAttempt order) {
        return state.plan().indexOf(order.attempt().trial()).orElseThrow();
    }

    /** What a person does with a journal that is forked: the events of the older epoch were never acknowledged. */
    private static int removeOlder(CqlSession session, CassandraAddress address, long older, long younger) {
        String table = address.keyspace() + ".messages";
        String id = JournalReader.persistenceId("both");
        var codec = new WireCodec();
        long first = Long.MAX_VALUE;
        int removed = 0;
        List<Row> rows = session.execute(SimpleStatement.newInstance(
                        "SELECT sequence_nr, timestamp, event FROM " + table
                                + " WHERE persistence_id = ? AND partition_nr = 0",
                        id))
                .all();
        for (Row row : rows) {
            if (entry(codec, row).epoch() == younger) {
                first = Math.min(first, row.getLong(0));
            }
        }
        for (Row row : rows) {
            if (entry(codec, row).epoch() == older && row.getLong(0) >= first) {
                session.execute(SimpleStatement.newInstance(
                        "DELETE FROM " + table
                                + " WHERE persistence_id = ? AND partition_nr = 0 AND sequence_nr = ? AND timestamp = ?",
                        id,
                        row.getLong(0),
                        row.getUuid(1)));
                removed++;
            }
        }
        return removed;
    }

    private static JournalEntry entry(WireCodec codec, Row row) {
        var buffer = row.getByteBuffer(2).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return JournalEntry.of(codec.read(bytes));
    }

    @Test
    void one_that_stood_still_asks_before_it_writes_and_leaves_the_journal_alone(CassandraServer server)
            throws Exception {
        CassandraAddress address = Keyspaces.shared(server);
        try (var journal = new CassandraJournal(address)) {
            EpochFence oldFence = EpochFence.claim(journal.epochs(), "old", Duration.ofMillis(300));
            stoodStill(journal, oldFence);
        }
    }

    private void stoodStill(CassandraJournal journal, EpochFence oldFence) throws Exception {
        try (var old = coordinator(journal, oldFence)) {
            assertNull(old.submit("still", SWEEP));
            List<RunAttempt> orders = old.someOrders(2);

            try (var young = coordinator(journal, EpochFence.claim(journal.epochs(), "young"), "still")) {
                // the younger one may have started in less time than that
                CassandraJournalTest.await("the older one stood still for long enough", () -> !oldFence.isFresh());
                old.report(orders.get(1));
                CassandraJournalTest.await("the older one ends", old::hasEnded);
                assertEquals(List.of(), old.acknowledgements());
                assertEquals(2, young.finish(orders).size());
                assertFalse(isForked(journal, "still"));
                assertEquals(2, stored(journal, "still").counts().succeeded());
                assertEquals(0, stored(journal, "still").divergences());
            }
        }
    }

    @Test
    void a_coordinator_of_an_older_epoch_than_the_journal_ends_and_writes_nothing(CassandraServer server)
            throws Exception {
        CassandraAddress address = Keyspaces.shared(server);
        try (var journal = new CassandraJournal(address);
                CqlSession session = CassandraSessions.open(address)) {
            try (var first = coordinator(journal, EpochFence.claim(journal.epochs(), "first"))) {
                assertNull(first.submit("rewound", SWEEP));
                first.finish(first.someOrders(1));
            }
            long events = stored(journal, "rewound").counts().succeeded();
            session.execute("TRUNCATE " + address.keyspace() + ".coordinator_epoch");
            EpochFence one = EpochFence.claim(journal.epochs(), "late");
            assertEquals(1, one.epoch());
            try (var late = coordinator(journal, one, "rewound")) {
                late.beat(1);
                CassandraJournalTest.await("it ends", late::hasEnded);
            }
            assertEquals(events, stored(journal, "rewound").counts().succeeded());
        }
    }
}
