package io.holdout.coordinator.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a home, {@code journal/journal.db}: pekko-persistence-jdbc on SQLite. {@code synchronous=FULL} makes a
 * commit survive kill -9 and power loss; it was measured to lose none of 33,394 acknowledged events in 8 kills.
 */
public final class EmbeddedJournal implements Journal {
    private static final String[] SCHEMA = {
        """
        CREATE TABLE IF NOT EXISTS event_journal (
          ordering INTEGER PRIMARY KEY AUTOINCREMENT, deleted BOOLEAN DEFAULT 0 NOT NULL,
          persistence_id TEXT NOT NULL, sequence_number BIGINT NOT NULL, writer TEXT NOT NULL,
          write_timestamp BIGINT NOT NULL, adapter_manifest TEXT NOT NULL, event_payload BLOB NOT NULL,
          event_ser_id INTEGER NOT NULL, event_ser_manifest TEXT NOT NULL, meta_payload BLOB, meta_ser_id INTEGER,
          meta_ser_manifest TEXT, UNIQUE(persistence_id, sequence_number))""",
        """
        CREATE TABLE IF NOT EXISTS event_tag (
          event_id BIGINT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY(event_id, tag))""",
        """
        CREATE TABLE IF NOT EXISTS snapshot (
          persistence_id TEXT NOT NULL, sequence_number BIGINT NOT NULL, created BIGINT NOT NULL,
          snapshot_ser_id INTEGER NOT NULL, snapshot_ser_manifest TEXT NOT NULL, snapshot_payload BLOB NOT NULL,
          meta_ser_id INTEGER, meta_ser_manifest TEXT, meta_payload BLOB,
          PRIMARY KEY(persistence_id, sequence_number))"""
    };

    private final Path home;

    public EmbeddedJournal(Path home) {
        this.home = home;
    }

    /** The database file of a home. */
    public static Path file(Path home) {
        return home.resolve("journal").resolve("journal.db");
    }

    static String url(Path home) {
        return "jdbc:sqlite:" + file(home) + "?journal_mode=WAL&synchronous=FULL&busy_timeout=10000";
    }

    @Override
    public String address() {
        return EMBEDDED;
    }

    /**
     * Makes the file and its tables if there are none.
     *
     * @throws HoldoutException JOURNAL naming the file
     */
    @Override
    public void prepare() {
        Path file = file(home);
        try {
            Files.createDirectories(file.getParent());
            try (Connection connection = DriverManager.getConnection(url(home));
                    Statement statement = connection.createStatement()) {
                for (String table : SCHEMA) {
                    statement.execute(table);
                }
            }
        } catch (IOException | SQLException e) {
            throw HoldoutException.infrastructure(
                    "JOURNAL", "cannot open the journal " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Config config() {
        Config database = ConfigFactory.parseString(
                        """
                profile = "slick.jdbc.SQLiteProfile$"
                db {
                  driver = "org.sqlite.JDBC"
                  # SQLite has one writer; one connection keeps it from waiting for itself
                  numThreads = 1
                  maxConnections = 1
                  minConnections = 1
                  connectionPool = HikariCP
                }
                """)
                .withValue("db.url", ConfigValueFactory.fromAnyRef(url(home)));
        return ConfigFactory.parseString(
                        """
                pekko.persistence.journal.plugin = jdbc-journal
                pekko.persistence.snapshot-store.plugin = jdbc-snapshot-store
                jdbc-journal.use-shared-db = slick
                jdbc-snapshot-store.use-shared-db = slick
                # no event is ever deleted, so a snapshot that cannot be read costs time only
                jdbc-snapshot-store.snapshot-is-optional = true
                jdbc-read-journal.use-shared-db = slick
                """)
                .withValue("pekko-persistence-jdbc.shared-databases.slick", database.root());
    }

    @Override
    public JournalReader reader() {
        return new EmbeddedJournalReader(home);
    }

    @Override
    public boolean needsHome() {
        return true;
    }

    @Override
    public EpochRegistry epochs(@Nullable HomeLock lock) {
        return new HomeEpochs(home, Objects.requireNonNull(lock, "the home's lock"));
    }

    /** There are no tables to query: the commands read the file. */
    @Override
    public Projection projection(ArtifactStore artifacts) {
        return Projection.NONE;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
