package io.holdout.cli.chaos;

import io.holdout.coordinator.journal.EmbeddedJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/** Holds the write lock of the embedded journal for a while, as a backup tool might. */
final class JournalLock implements Fault {
    @Override
    public Optional<Harm> inflict(PlannedFault fault, Scene scene) {
        Path file = EmbeddedJournal.file(scene.home());
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=2000");
            try (var statement = connection.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
            } catch (SQLException e) {
                connection.close();
                return Optional.empty();
            }
            return Optional.of(new Harm(
                    "", "journal locked for %.1f s".formatted(fault.forMillis() / 1e3), () -> release(connection)));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    private static void release(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot let go of the journal", e);
        }
    }
}
