package io.holdout.coordinator.journal;

import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.wire.WireCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads the journal of a home. */
final class EmbeddedJournalReader implements JournalReader {
    private final Path home;
    private final WireCodec codec = new WireCodec();

    EmbeddedJournalReader(Path home) {
        this.home = home;
    }

    @Override
    public List<String> sweeps() {
        var names = new ArrayList<String>();
        query(
                "SELECT persistence_id FROM event_journal WHERE sequence_number = 1 AND persistence_id LIKE 'sweep|%'"
                        + " AND ? <> '' ORDER BY ordering",
                "all", row -> names.add(row.getString(1).substring(JournalReader.PREFIX.length())));
        return names;
    }

    @Override
    public void events(String sweep, Consumer<JournalEntry> each) {
        long[] number = {0};
        query(
                "SELECT event_payload, sequence_number FROM event_journal WHERE persistence_id = ? AND deleted = 0"
                        + " ORDER BY sequence_number",
                JournalReader.persistenceId(sweep),
                row -> each.accept(entry(sweep, row, ++number[0])));
    }

    @Override
    public List<Numbered> after(String sweep, long number, int most) {
        var found = new ArrayList<Numbered>();
        query(
                "SELECT event_payload, sequence_number FROM event_journal WHERE persistence_id = ? AND deleted = 0"
                        + " AND sequence_number > " + number + " ORDER BY sequence_number LIMIT " + most,
                JournalReader.persistenceId(sweep),
                row -> {
                    long at = number + found.size() + 1;
                    found.add(new Numbered(at, entry(sweep, row, at)));
                });
        return found;
    }

    private JournalEntry entry(String sweep, java.sql.ResultSet row, long expected) throws SQLException {
        if (row.getLong(2) != expected) {
            throw new HoldoutException(new Failure(
                    FailureClass.INFRASTRUCTURE,
                    "JOURNAL",
                    "the journal of sweep '" + sweep + "' lacks its event number " + expected));
        }
        return JournalEntry.of(codec.read(row.getBytes(1)));
    }

    @Override
    public void close() {
        // each query has a connection of its own
    }

    private interface Row {
        void read(java.sql.ResultSet row) throws SQLException;
    }

    private void query(String sql, String argument, Row each) {
        Path file = EmbeddedJournal.file(home);
        if (!Files.exists(file)) {
            return;
        }
        try (Connection connection = DriverManager.getConnection(EmbeddedJournal.url(home))) {
            if (isEmpty(connection)) {
                return;
            }
            query(connection, sql, argument, each);
        } catch (SQLException e) {
            throw HoldoutException.infrastructure(
                    "JOURNAL", "cannot read the journal " + file + ": " + e.getMessage(), e);
        }
    }

    /** A coordinator that has only just started may not have made its tables yet. */
    private static boolean isEmpty(Connection connection) throws SQLException {
        try (var tables = connection.getMetaData().getTables(null, null, "event_journal", null)) {
            return !tables.next();
        }
    }

    private static void query(Connection connection, String sql, String argument, Row each) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, argument);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.read(rows);
                }
            }
        }
    }
}
