package io.holdout.coordinator.journal.cassandra;

import io.holdout.coordinator.journal.Projection;
import io.holdout.protocol.failure.HoldoutException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a projection. What waits is a set of names, so it is never longer than there are sweeps, and a hundred
 * changes while it is busy are one. A failure is repeated until it is none; the sweep never notices.
 */
final class Projector implements Projection {
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LAST_PAUSE_MILLIS = 30_000;
    private static final long END_MILLIS = 3_000;
    private static final Logger LOG = LoggerFactory.getLogger(Projector.class);

    private final Consumer<String> follow;
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Thread thread = new Thread(this::run, "projection");
    private boolean closed;

    private Projector(Consumer<String> follow) {
        this.follow = follow;
        thread.setDaemon(true);
    }

    static Projector start(ResultProjection projection) {
        return start(projection::follow);
    }

    /** @param follow brings one sweep up to date, or throws */
    static Projector start(Consumer<String> follow) {
        var projector = new Projector(follow);
        projector.thread.start();
        return projector;
    }

    @Override
    public synchronized void changed(String sweep) {
        waiting.add(sweep);
        notifyAll();
    }

    private void run() {
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (true) {
                String sweep = next();
                try {
                    follow.accept(sweep);
                    pause = FIRST_PAUSE_MILLIS;
                } catch (HoldoutException e) {
                    if (!e.failure().code().equals("JOURNAL_UNAVAILABLE")) {
                        // repeating cannot help; 'holdout cassandra rebuild' tells the same
                        LOG.error("the tables no longer follow sweep {}: {}", sweep, e.getMessage());
                        continue;
                    }
                    LOG.warn("the tables fall behind sweep {}: {}", sweep, e.getMessage());
                    changed(sweep);
                    Thread.sleep(pause);
                    pause = Math.min(2 * pause, LAST_PAUSE_MILLIS);
                } catch (RuntimeException e) {
                    LOG.error("the tables no longer follow sweep {}", sweep, e);
                }
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    /** What is waiting when it is closed is still done, unless it fails. */
    private synchronized String next() throws InterruptedException {
        while (waiting.isEmpty()) {
            if (closed) {
                throw new InterruptedException("closed");
            }
            wait();
        }
        var first = waiting.iterator();
        String sweep = first.next();
        first.remove();
        return sweep;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(END_MILLIS);
            thread.interrupt();
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
