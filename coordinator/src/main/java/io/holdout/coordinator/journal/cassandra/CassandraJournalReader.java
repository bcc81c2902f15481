package io.holdout.coordinator.journal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.holdout.coordinator.journal.JournalReader;
import io.holdout.coordinator.journal.Numbered;
import io.holdout.coordinator.journal.SnapshotSchedule;
import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.wire.KryoSerializer;
import io.holdout.protocol.wire.WireCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads the plugin's {@code messages} table at LOCAL_QUORUM: what was acknowledged is seen. */
final class CassandraJournalReader implements JournalReader {
    /** The plugin's {@code target-partition-size}; must never change. */
    private static final long EVENTS_PER_PARTITION = 500_000;

    private static final int EVENTS_PER_PAGE = 500;

    private final CqlSession session;
    private final CassandraAddress address;
    private final WireCodec codec = new WireCodec();

    CassandraJournalReader(CqlSession session, CassandraAddress address) {
        this.session = session;
        this.address = address;
    }

    @Override
    public List<String> sweeps() {
        var submitted = new HashMap<String, Long>();
        try {
            for (Row row :
                    session.execute("SELECT persistence_id FROM " + address.keyspace() + ".all_persistence_ids")) {
                String id = row.getString(0);
                if (id != null && id.startsWith(PREFIX)) {
                    String sweep = id.substring(PREFIX.length());
                    // an id is written before its first event, which may then have failed
                    first(sweep).ifPresent(event -> submitted.put(sweep, event.atMillis()));
                }
            }
        } catch (DriverException e) {
            throw CassandraSessions.unavailable(address, e);
        }
        return submitted.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A sweep's first event. */
    java.util.Optional<SweepEvent> first(String sweep) {
        return page(sweep, 0, 1, 1).stream().map(Numbered::event).findFirst();
    }

    @Override
    public void events(String sweep, Consumer<JournalEntry> each) {
        long after = 0;
        while (true) {
            List<Numbered> some = after(sweep, after, EVENTS_PER_PAGE);
            if (some.isEmpty()) {
                return;
            }
            some.forEach(numbered -> each.accept(numbered.entry()));
            after = some.get(some.size() - 1).number();
        }
    }

    @Override
    public List<Numbered> after(String sweep, long number, int most) {
        long partition = number / EVENTS_PER_PARTITION;
        List<Numbered> found = page(sweep, partition, number + 1, most);
        // a list of events that were persisted together lies where its last one belongs
        return found.isEmpty() ? page(sweep, partition + 1, number + 1, most) : found;
    }

    /**
     * Looks at the numbers of the last events only.
     *
     * @throws HoldoutException JOURNAL if two writers wrote one of them
     */
    void requireOneWriter(String sweep) {
        long partition = 0;
        long number = 0;
        List<Long> last = lastNumbers(sweep, partition, 1);
        while (!last.isEmpty()) {
            number = last.get(0);
            last = lastNumbers(sweep, ++partition, 1);
        }
        List<Long> before = lastNumbers(sweep, Math.max(0, partition - 1), SnapshotSchedule.lookBack(number));
        for (int i = 1; i < before.size(); i++) {
            if (before.get(i).equals(before.get(i - 1))) {
                throw twice(sweep, before.get(i));
            }
        }
    }

    /** The greatest first. */
    private List<Long> lastNumbers(String sweep, long partition, long most) {
        var numbers = new ArrayList<Long>();
        try {
            var statement = SimpleStatement.newInstance(
                    "SELECT sequence_nr FROM " + address.keyspace() + ".messages WHERE persistence_id = ?"
                            + " AND partition_nr = ? ORDER BY sequence_nr DESC LIMIT " + most,
                    JournalReader.persistenceId(sweep),
                    partition);
            session.execute(statement).forEach(row -> numbers.add(row.getLong(0)));
        } catch (DriverException e) {
            throw CassandraSessions.unavailable(address, e);
        }
        return numbers;
    }

    private static HoldoutException twice(String sweep, long number) {
        return damaged(sweep, "has two events with number " + number + ": two coordinators wrote at once");
    }

    private List<Numbered> page(String sweep, long partition, long from, int most) {
        var events = new ArrayList<Numbered>();
        try {
            var statement = SimpleStatement.newInstance(
                    "SELECT sequence_nr, ser_id, ser_manifest, event FROM " + address.keyspace()
                            + ".messages WHERE persistence_id = ? AND partition_nr = ? AND sequence_nr >= ? LIMIT "
                            + (most + 1),
                    JournalReader.persistenceId(sweep),
                    partition,
                    from);
            for (Row row : session.execute(statement)) {
                events.add(new Numbered(row.getLong(0), entry(sweep, row)));
            }
        } catch (DriverException e) {
            throw CassandraSessions.unavailable(address, e);
        }
        events.sort(Comparator.comparingLong(Numbered::number));
        requireConsecutive(sweep, events, from);
        return events.size() > most ? events.subList(0, most) : events;
    }

    private static void requireConsecutive(String sweep, List<Numbered> events, long from) {
        long expected = from;
        for (Numbered each : events) {
            if (each.number() != expected) {
                throw each.number() < expected
                        ? twice(sweep, each.number())
                        : damaged(sweep, "lacks its event number " + expected);
            }
            expected++;
        }
    }

    private JournalEntry entry(String sweep, Row row) {
        var bytes = row.getByteBuffer("event");
        if (row.getInt("ser_id") != KryoSerializer.IDENTIFIER
                || !KryoSerializer.FORM.equals(row.getString("ser_manifest"))
                || bytes == null) {
            throw damaged(
                    sweep,
                    "has event number " + row.getLong(0) + " in form '" + row.getString("ser_manifest")
                            + "', which this version cannot read");
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        try {
            return JournalEntry.of(codec.read(copy));
        } catch (HoldoutException e) {
            throw e;
        } catch (RuntimeException e) {
            // Kryo has many ways to say that these are not its bytes
        }
        throw damaged(sweep, "has bytes at event number " + row.getLong(0) + " that are no event");
    }

    private static HoldoutException damaged(String sweep, String what) {
        return new HoldoutException(
                new Failure(FailureClass.INFRASTRUCTURE, "JOURNAL", "the journal of sweep '" + sweep + "' " + what));
    }

    /** The session is the journal's. */
    @Override
    public void close() {
        // nothing of its own is open
    }
}
