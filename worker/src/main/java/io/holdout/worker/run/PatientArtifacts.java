package io.holdout.worker.run;

import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.worker.learn.StoppedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An artifact store that waits where another fails: a full disk or a server that is away must not cost an attempt the work
 * of hours. An attempt's thread stands still, and says why, until the store is back or the attempt is told to stop.
 */
public final class PatientArtifacts implements ArtifactStore {
    private static final Logger LOG = LoggerFactory.getLogger(PatientArtifacts.class);

    /** A full disk is seen to within a day; one node whose own mount is broken does not keep a trial for ever. */
    private static final Duration PATIENCE = Duration.ofHours(24);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    /** The attempt that a thread works for. */
    private static final ThreadLocal<@Nullable Waiter> WAITER = new ThreadLocal<>();

    private final ArtifactStore store;
    private final Duration firstPause;

    /** Who waits. */
    interface Waiter {
        /** @param why empty when the wait is over */
        void waitsFor(String why);

        boolean shouldStop();
    }

    public PatientArtifacts(ArtifactStore store) {
        this(store, FIRST_PAUSE);
    }

    PatientArtifacts(ArtifactStore store, Duration firstPause) {
        this.store = store;
        this.firstPause = firstPause;
    }

    /** Lets this thread wait on behalf of an attempt; on others, failures stay failures. */
    void waitingFor(Waiter attempt, Runnable work) {
        WAITER.set(attempt);
        try {
            work.run();
        } finally {
            WAITER.remove();
        }
    }

    private <T> T patiently(Supplier<T> call) {
        Waiter who = WAITER.get();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long pause = firstPause.toNanos();
        while (true) {
            try {
                T value = call.get();
                if (who != null) {
                    who.waitsFor("");
                }
                return value;
            } catch (HoldoutException e) {
                boolean mayPass = e.failure().failureClass() == FailureClass.INFRASTRUCTURE;
                if (who == null || !mayPass || System.nanoTime() > deadline) {
                    throw e;
                }
                LOG.warn("an attempt waits for the artifact store: {}", e.getMessage());
                who.waitsFor(e.failure().toString());
                pause(who, pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
            }
        }
    }

    private static void pause(Waiter who, long nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            if (who.shouldStop()) {
                throw new StoppedException();
            }
            LockSupport.parkNanos(Math.min(LOOK_NANOS, nanos));
        }
    }

    @Override
    public String put(byte[] bytes) {
        return patiently(() -> store.put(bytes));
    }

    @Override
    public String putFile(Path file) {
        return patiently(() -> store.putFile(file));
    }

    @Override
    public Optional<byte[]> get(String hash) {
        return patiently(() -> store.get(hash));
    }

    @Override
    public Optional<Path> getFile(String hash) {
        return patiently(() -> store.getFile(hash));
    }

    @Override
    public boolean contains(String hash) {
        return patiently(() -> store.contains(hash));
    }

    @Override
    public OptionalLong size(String hash) {
        return patiently(() -> store.size(hash));
    }
}
