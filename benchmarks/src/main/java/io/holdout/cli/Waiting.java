package io.holdout.cli;

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
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(pauseNanos);
        }
        throw new IllegalStateException("nothing came within " + patience);
    }
}
