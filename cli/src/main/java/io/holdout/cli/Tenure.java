package io.holdout.cli;

import io.holdout.coordinator.journal.EpochFence;
import io.holdout.coordinator.journal.HomeLock;
import io.holdout.coordinator.journal.Journal;
import io.holdout.coordinator.journal.Projection;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the active coordinator holds for as long as it is: the home's lock, the newest epoch, and what follows the journal.
 * All of it may block; none of it is for an actor's thread.
 *
 * @param sweeps in the journal, oldest first, read after the epoch was claimed
 */
record Tenure(@Nullable HomeLock lock, EpochFence fence, Projection projection, List<String> sweeps)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);
    /** What passes: the lock's last holder is about to end, the database about to come back. */
    private static final Set<String> PASSING = Set.of("HOME_IN_USE", "JOURNAL_UNAVAILABLE");

    private static final long PAUSE_NANOS = 250_000_000;

    /**
     * Takes all of it, waiting for what passes.
     *
     * @param taken the lock, if it is held already
     * @param wanted false once nobody waits for it any more
     * @throws HoldoutException any code but those that pass; CANCELLED if it is no longer wanted
     */
    static Tenure begin(Home home, Journal journal, @Nullable HomeLock taken, String name, BooleanSupplier wanted) {
        String told = "";
        while (wanted.getAsBoolean()) {
            try {
                return begin(home, journal, taken, name);
            } catch (HoldoutException e) {
                String code = e.failure().code();
                if (!PASSING.contains(code)) {
                    throw e;
                }
                if (!code.equals(told)) {
                    LOG.warn("waits to coordinate: {}", e.getMessage());
                    told = code;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new HoldoutException(new Failure(FailureClass.INFRASTRUCTURE, "CANCELLED", "this node ends"));
    }

    private static Tenure begin(Home home, Journal journal, @Nullable HomeLock taken, String name) {
        HomeLock lock = taken != null && taken.isHeld() ? taken : lock(home, journal);
        EpochFence fence = null;
        try {
            String holder = name + ", process " + ProcessHandle.current().pid() + ", home " + home.folder();
            fence = EpochFence.claim(journal.epochs(lock), holder);
            List<String> sweeps;
            try (var reader = journal.reader()) {
                sweeps = reader.sweeps();
            }
            LOG.info("coordinates in epoch {} with {} sweeps", fence.epoch(), sweeps.size());
            return new Tenure(lock, fence, journal.projection(home.artifacts()), sweeps);
        } catch (RuntimeException e) {
            if (fence != null) {
                fence.close();
            }
            if (lock != null) {
                lock.close();
            }
            throw e;
        }
    }

    /** Where the epoch fences alone, a process that stands still must not keep its successor waiting. */
    private static @Nullable HomeLock lock(Home home, Journal journal) {
        if (journal.needsHome()) {
            return HomeLock.take(home.folder());
        }
        try {
            return HomeLock.take(home.folder());
        } catch (HoldoutException e) {
            return null;
        }
    }

    @Override
    public void close() {
        fence.close();
        projection.close();
        if (lock != null) {
            lock.close();
        }
    }
}
