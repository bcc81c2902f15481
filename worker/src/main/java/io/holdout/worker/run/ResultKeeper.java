package io.holdout.worker.run;

import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.artifact.ResultRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Puts results into the artifact store on threads of its own. Small ones that come while one is being put are put together
 * next, in a pack: a result that comes alone is kept alone and at once, and a thousand a second share their syncs.
 *
 * @param <A> whose results they are
 */
final class ResultKeeper<A> {
    /** Larger ones are put alone, and beside others. */
    static final int SMALL_BYTES = 4096;

    private static final long IDLE_MILLIS = 5_000;

    private final ArtifactStore artifacts;
    private final Owners<A> owners;
    private final ThreadPoolExecutor threads;
    /** No more than attempts are held. */
    private final Queue<Small<A>> waiting = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean packing = new AtomicBoolean();

    private record Small<A>(A owner, byte[] result) {}

    /** Whom it tells. */
    interface Owners<A> {
        /** Puts results of these, which may wait for the store, and may throw; deals with what is thrown. */
        void doing(List<A> owners, Runnable put);

        /** It is durable. */
        void kept(A owner, ResultRef where);
    }

    /** @param most large results that are put at once */
    ResultKeeper(ArtifactStore artifacts, int most, ThreadFactory factory, Owners<A> owners) {
        this.artifacts = artifacts;
        this.owners = owners;
        // what waits is no more than attempts are held
        this.threads = new ThreadPoolExecutor(
                most + 1, most + 1, IDLE_MILLIS, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Keeps a result.
     *
     * @param result canonical JSON
     */
    void keep(A owner, byte[] result) {
        if (result.length > SMALL_BYTES) {
            threads.execute(() -> put(List.of(new Small<>(owner, result))));
        } else {
            waiting.add(new Small<>(owner, result));
            pack();
        }
    }

    /** One thread at a time, so that what comes meanwhile goes together. */
    private void pack() {
        if (mayPack()) {
            threads.execute(() -> {
                do {
                    try {
                        for (List<Small<A>> next = next(); !next.isEmpty(); next = next()) {
                            put(next);
                        }
                    } finally {
                        packing.set(false);
                    }
                    // one may have come between the last look and now
                } while (mayPack());
            });
        }
    }

    private boolean mayPack() {
        return !waiting.isEmpty() && packing.compareAndSet(false, true);
    }

    private List<Small<A>> next() {
        var next = new ArrayList<Small<A>>();
        while (next.size() < ResultRef.MOST_IN_PACK) {
            Small<A> one = waiting.poll();
            if (one == null) {
                break;
            }
            next.add(one);
        }
        return next;
    }

    private void put(List<Small<A>> together) {
        owners.doing(together.stream().map(Small::owner).toList(), () -> {
            if (together.size() == 1) {
                Small<A> only = together.get(0);
                owners.kept(only.owner(), new ResultRef(artifacts.put(only.result()), ""));
                return;
            }
            String pack = artifacts.put(
                    ResultRef.pack(together.stream().map(Small::result).toList()));
            together.forEach(each -> owners.kept(each.owner(), ResultRef.in(pack, each.result())));
        });
    }

    /** No more results come; what waits is put, and then the threads end. */
    ExecutorService shutdown() {
        threads.shutdown();
        return threads;
    }
}
