package io.holdout.coordinator.journal;

import com.typesafe.config.Config;
import io.holdout.coordinator.journal.cassandra.CassandraJournal;
import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the events of all sweeps are kept, and what is kept beside them. Opening one connects to nothing yet. */
public interface Journal extends AutoCloseable {
    /** The address of the journal that lies in the home. */
    String EMBEDDED = "embedded";

    /**
     * @param address {@link #EMBEDDED} or {@code cassandra://host:port,.../keyspace?dc=...}
     * @throws HoldoutException BAD_JOURNAL if it is neither
     */
    static Journal of(String address, Path home) {
        return address.equals(EMBEDDED) ? new EmbeddedJournal(home) : CassandraJournal.of(address);
    }

    /** The text that {@link #of} makes this from, also in another folder; holds no secret. */
    String address();

    /**
     * Makes sure that it can be written.
     *
     * @throws HoldoutException JOURNAL, JOURNAL_UNAVAILABLE, or JOURNAL_NOT_INITIALISED naming the command to run
     */
    void prepare();

    /** Whether it lies in the home, so that the home's lock keeps writers apart. */
    boolean needsHome();

    /** The Pekko settings that make this the default journal and snapshot store. */
    Config config();

    /** Reads it without an actor system, also while a coordinator writes it; close it after use. */
    JournalReader reader();

    /**
     * Numbers the coordinators that have written this journal.
     *
     * @param lock of the home, which must be held when an epoch is claimed, if it {@linkplain #needsHome needs} one
     */
    EpochRegistry epochs(@Nullable HomeLock lock);

    /** Starts to keep the tables that users query in step with the events; does nothing where there are none. */
    Projection projection(ArtifactStore artifacts);

    @Override
    void close();
}
