package io.holdout.worker.learn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Things made by other threads and handed out in order, so many ahead and no more. For one reading thread. */
final class Prefetch<T> implements AutoCloseable {
    private final ExecutorService pool;
    private final IntFunction<T> make;
    private final int to;
    private final Deque<Future<T>> ready = new ArrayDeque<>();
    private int next;

    Prefetch(ExecutorService pool, int from, int to, int depth, IntFunction<T> make) {
        this.pool = pool;
        this.make = make;
        this.to = to;
        this.next = from;
        for (int i = 0; i < depth; i++) {
            order();
        }
    }

    private void order() {
        if (next < to) {
            int number = next++;
            ready.add(pool.submit(() -> make.apply(number)));
        }
    }

    /**
     * The next thing; waits for it if it must.
     *
     * @throws RuntimeException what making it threw
     */
    T next() {
        Future<T> first = ready.remove();
        order();
        try {
            return first.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | CancellationException e) {
            throw new StoppedException();
        }
    }

    /** Calls off what nobody will read; a reader that is at work ends by itself, for an interrupt would close its file. */
    @Override
    public void close() {
        ready.forEach(each -> each.cancel(false));
        ready.clear();
    }
}
