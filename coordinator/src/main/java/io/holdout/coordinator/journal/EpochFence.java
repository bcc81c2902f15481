package io.holdout.coordinator.journal;

import io.holdout.protocol.failure.HoldoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator's hold on its epoch. It asks the registry on a thread of its own, one question at a time: whoever asks
 * while one is under way gets the answer to the next, so that a crowd costs one reading. Safe for concurrent use.
 */
public final class EpochFence implements AutoCloseable {
    /** Shorter than any failover, longer than some lost answers: the coordinator asks once a second. */
    private static final Duration FRESH = Duration.ofSeconds(3);

    private final EpochRegistry registry;
    private final long epoch;
    private final long freshNanos;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        var daemon = new Thread(task, "epoch");
        daemon.setDaemon(true);
        return daemon;
    });
    private @Nullable CompletableFuture<Boolean> next;
    private boolean busy;
    private boolean lost;
    private long confirmedNanos;

    private EpochFence(EpochRegistry registry, long epoch, Duration fresh, long claimedNanos) {
        this.confirmedNanos = claimedNanos;
        this.registry = registry;
        this.epoch = epoch;
        this.freshNanos = fresh.toNanos();
    }

    /**
     * Takes the next epoch; from now on no older coordinator acknowledges anything.
     *
     * @param holder who takes it, for people
     * @throws HoldoutException JOURNAL_UNAVAILABLE or HOME_UNUSABLE if it cannot be known whether it was taken
     */
    public static EpochFence claim(EpochRegistry registry, String holder) {
        return claim(registry, holder, FRESH);
    }

    /** @param fresh how long after a confirmation it is taken for granted that the epoch holds */
    public static EpochFence claim(EpochRegistry registry, String holder, Duration fresh) {
        long before = System.nanoTime();
        return new EpochFence(registry, registry.claim(holder), fresh, before);
    }

    public long epoch() {
        return epoch;
    }

    /**
     * Whether the epoch holds at a moment after this call. False is for ever. The stage fails with the reason if it
     * cannot be known: then nothing may be acknowledged, and asking again may help.
     */
    public synchronized CompletionStage<Boolean> ask() {
        if (lost) {
            return CompletableFuture.completedFuture(false);
        }
        CompletableFuture<Boolean> answer = next == null ? new CompletableFuture<>() : next;
        next = answer;
        if (!busy) {
            begin();
        }
        return answer;
    }

    /**
     * As {@link #ask}, after a look at the journal of a sweep that was just read; fails with JOURNAL if two coordinators
     * wrote one of its last events.
     */
    public synchronized CompletionStage<Boolean> verify(String sweep) {
        if (thread.isShutdown()) {
            return CompletableFuture.failedFuture(ended());
        }
        return CompletableFuture.runAsync(() -> registry.requireOneWriter(sweep), thread)
                .thenCompose(looked -> ask());
    }

    /**
     * Whether it was confirmed a moment ago. If not, this process may have stood still for so long that another has taken
     * its place and writes: it must ask before it writes, and not only before it answers.
     */
    public synchronized boolean isFresh() {
        return !lost && System.nanoTime() - confirmedNanos < freshNanos;
    }

    private synchronized void begin() {
        CompletableFuture<Boolean> asked = next;
        next = null;
        busy = false;
        if (asked == null) {
            return;
        }
        if (thread.isShutdown()) {
            asked.completeExceptionally(ended());
            return;
        }
        busy = true;
        thread.execute(() -> read(asked));
    }

    private static IllegalStateException ended() {
        return new IllegalStateException("this coordinator has ended");
    }

    private void read(CompletableFuture<Boolean> asked) {
        long before = System.nanoTime();
        try {
            boolean held = registry.holds(epoch);
            note(held, before);
            asked.complete(held);
        } catch (RuntimeException e) {
            asked.completeExceptionally(e);
        } finally {
            begin();
        }
    }

    private synchronized void note(boolean held, long askedNanos) {
        lost |= !held;
        confirmedNanos = askedNanos;
    }

    @Override
    public synchronized void close() {
        thread.shutdown();
    }
}
