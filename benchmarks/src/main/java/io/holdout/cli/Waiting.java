package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Looks again and again, seldom enough to cost what is measured nothing. */
final class Waiting {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Where the time until something comes is measured, and looking is part of it. */
    private static final long SHORT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private Waiting() {}

    /** @throws IllegalStateException if nothing comes in time */
    static <T> T until(Duration patience, Supplier<Optional<T>> look) {
        return until(patience, PAUSE_NANOS, look);
    }

    /** The same to ten milliseconds. */
    static <T> T closely(Duration patience, Supplier<Optional<T>> look) {
        return until(patience, SHORT_PAUSE_NANOS, look);
    }

    private static <T> T until(Duration patience, long pauseNanos, Supplier<Optional<T>> look) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<T> found = look(look);
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(pauseNanos);
        }
        throw new IllegalStateException("nothing came within " + patience);
    }

    /** A journal that is gone for a moment is waited for, as the sweep does; it is part of what is measured. */
    private static <T> Optional<T> look(Supplier<Optional<T>> look) {
        try {
            return look.get();
        } catch (HoldoutException e) {
            if (e.failure().code().equals("JOURNAL_UNAVAILABLE")) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
