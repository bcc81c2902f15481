package io.holdout.coordinator.journal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import io.holdout.coordinator.journal.EpochRegistry;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Epochs in {@code coordinator_epoch}, taken by lightweight transactions: of two that go from one epoch to the next,
 * Cassandra lets one. Read with serial consistency, so that a transaction under way is finished first.
 */
final class CassandraEpochs implements EpochRegistry {
    /** A keyspace is one journal, and one journal has one writer. */
    private static final String CLUSTER = "holdout";

    /** Each loss is another coordinator's start: so many at once do not happen. */
    private static final int MOST_TRIES = 100;

    private final CqlSession session;
    private final CassandraAddress address;
    private final String table;

    CassandraEpochs(CqlSession session, CassandraAddress address) {
        this.session = session;
        this.address = address;
        this.table = address.keyspace() + ".coordinator_epoch";
    }

    /** @param claim tells the claims of equally named holders apart */
    private record Taken(long epoch, @Nullable UUID claim) {}

    @Override
    public long claim(String holder) {
        UUID claim = UUID.randomUUID();
        for (int i = 0; i < MOST_TRIES; i++) {
            Taken last = last();
            if (claim.equals(last.claim())) {
                return last.epoch();
            }
            if (take(last.epoch(), holder, claim)) {
                return last.epoch() + 1;
            }
        }
        throw new HoldoutException(new Failure(
                FailureClass.INFRASTRUCTURE,
                "JOURNAL_UNAVAILABLE",
                "no epoch of keyspace " + address.keyspace() + " could be taken in " + MOST_TRIES
                        + " tries: other coordinators take them faster"));
    }

    /** Whether it was taken for certain; if not, the next reading tells. */
    private boolean take(long last, String holder, UUID claim) {
        long next = last + 1;
        SimpleStatement statement = last == 0
                ? SimpleStatement.newInstance(
                        "INSERT INTO " + table + " (cluster, epoch, holder, claim, claimed_at)"
                                + " VALUES (?, ?, ?, ?, toTimestamp(now())) IF NOT EXISTS",
                        CLUSTER,
                        next,
                        holder,
                        claim)
                : SimpleStatement.newInstance(
                        "UPDATE " + table + " SET epoch = ?, holder = ?, claim = ?, claimed_at = toTimestamp(now())"
                                + " WHERE cluster = ? IF epoch = ?",
                        next,
                        holder,
                        claim,
                        CLUSTER,
                        last);
        try {
            // repeated by the driver, it would lose against itself
            return session.execute(statement.setIdempotent(false)).wasApplied();
        } catch (WriteTimeoutException e) {
            return false;
        } catch (DriverException e) {
            throw CassandraSessions.unavailable(address, e);
        }
    }

    @Override
    public boolean holds(long epoch) {
        return epoch > 0 && last().epoch() == epoch;
    }

    @Override
    public void requireOneWriter(String sweep) {
        new CassandraJournalReader(session, address).requireOneWriter(sweep);
    }

    private Taken last() {
        try {
            Row row = session.execute(SimpleStatement.newInstance(
                                    "SELECT epoch, claim FROM " + table + " WHERE cluster = ?", CLUSTER)
                            .setConsistencyLevel(DefaultConsistencyLevel.LOCAL_SERIAL))
                    .one();
            return row == null ? new Taken(0, null) : new Taken(row.getLong(0), row.getUuid(1));
        } catch (DriverException e) {
            throw CassandraSessions.unavailable(address, e);
        }
    }
}
