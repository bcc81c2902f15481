package io.holdout.worker.learn;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Threads that read, decode and augment images ahead of the device; shared by the trials of a process. */
final class Loaders implements AutoCloseable {
    /** What one trial holds ready: six batches of 64 images at 224 pixels. */
    private static final long MOST_BYTES = 256L << 20;

    private static final int IDLE_SECONDS = 30;

    private final int threads;
    private final ThreadPoolExecutor pool;
    private final PixelArrays arrays = new PixelArrays(MOST_BYTES / 2);

    Loaders(int threads) {
        this.threads = threads;
        this.pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    var thread = new Thread(task, "loader");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * Makes things in order, some of them ahead of their use.
     *
     * @param from first number
     * @param to one more than the last number
     * @param bytesEach about how much memory a thing takes
     * @param make called once for each number, by any thread
     */
    <T> Prefetch<T> ahead(int from, int to, long bytesEach, IntFunction<T> make) {
        long fit = MOST_BYTES / Math.max(1, bytesEach);
        int depth = (int) Math.max(1, Math.min(fit, 2L * threads));
        return new Prefetch<>(pool, from, to, depth, make);
    }

    /** Arrays for what is loaded here. */
    PixelArrays arrays() {
        return arrays;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
