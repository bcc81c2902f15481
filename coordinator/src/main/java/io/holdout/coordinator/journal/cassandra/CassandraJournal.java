package io.holdout.coordinator.journal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import io.holdout.coordinator.journal.EpochRegistry;
import io.holdout.coordinator.journal.HomeLock;
import io.holdout.coordinator.journal.Journal;
import io.holdout.coordinator.journal.JournalReader;
import io.holdout.coordinator.journal.Projection;
import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.failure.HoldoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a keyspace of a Cassandra cluster: pekko-persistence-cassandra at LOCAL_QUORUM. One keyspace is one
 * journal, whichever homes write it. Readers, epochs and projection share one session of the driver.
 */
public final class CassandraJournal implements Journal {
    /** How long a start waits for a cluster that starts too; then the user had better look. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final CassandraAddress address;
    private @Nullable CqlSession session;

    public CassandraJournal(CassandraAddress address) {
        this.address = address;
    }

    /** @throws HoldoutException BAD_JOURNAL */
    public static CassandraJournal of(String address) {
        return new CassandraJournal(CassandraAddress.parse(address));
    }

    @Override
    public String address() {
        return address.toString();
    }

    public String keyspace() {
        return address.keyspace();
    }

    private synchronized CqlSession session() {
        if (session == null) {
            session = CassandraSessions.open(address);
        }
        return session;
    }

    /** Waits a while for the cluster, then asks it whether it was made ready. */
    @Override
    public void prepare() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                new CassandraSchema(address).require(session());
                return;
            } catch (HoldoutException e) {
                if (!e.failure().code().equals("JOURNAL_UNAVAILABLE") || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @Override
    public Config config() {
        return CassandraSettings.plugin(address, CassandraCredentials.of(address, System.getenv()));
    }

    @Override
    public JournalReader reader() {
        new CassandraSchema(address).require(session());
        return new CassandraJournalReader(session(), address);
    }

    @Override
    public boolean needsHome() {
        return false;
    }

    /** The keyspace is what is fenced; the home's lock does not matter. */
    @Override
    public EpochRegistry epochs(@Nullable HomeLock lock) {
        return epochs();
    }

    EpochRegistry epochs() {
        return new CassandraEpochs(session(), address);
    }

    @Override
    public Projection projection(ArtifactStore artifacts) {
        return Projector.start(new ResultProjection(session(), address, artifacts));
    }

    /**
     * Makes the tables for users anew from the journal.
     *
     * @return how many sweeps were followed
     * @throws HoldoutException JOURNAL, JOURNAL_UNAVAILABLE or PLAN_CHANGED
     */
    public int rebuild(ArtifactStore artifacts) {
        new CassandraSchema(address).require(session());
        return new ResultProjection(session(), address, artifacts).rebuild();
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
        }
    }
}
