package io.holdout.coordinator.sweep;

import io.holdout.protocol.message.NodeInfo;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Where the last results came from. Each report has its worker's words anew: thousands of trials share these instead, which
 * takes a third of a finished trial's memory away. Immutable; nothing is decided by it.
 */
record Origins(PMap<String, Origin> byWorker) {
    static final Origins NONE = new Origins(HashTreePMap.empty());

    /** Names of workers come and go in a long sweep; beyond this many all are forgotten, and learned again. */
    static final int MOST = 1_000;

    /** A worker, and where it ran when it last had a result. */
    record Origin(String worker, @Nullable NodeInfo node) {}

    /** This, after a result from a worker; the same if nothing is new. */
    Origins plus(String worker, @Nullable NodeInfo node) {
        Origin known = byWorker.get(worker);
        if (known == null) {
            PMap<String, Origin> others = byWorker.size() < MOST ? byWorker : HashTreePMap.empty();
            return new Origins(others.plus(worker, new Origin(worker, node)));
        }
        boolean moved = node == null ? known.node() != null : !node.equals(known.node());
        return moved ? new Origins(byWorker.plus(worker, new Origin(known.worker(), node))) : this;
    }

    /** @throws IllegalStateException if nothing came from this worker */
    Origin of(String worker) {
        Origin known = byWorker.get(worker);
        if (known == null) {
            throw new IllegalStateException("no result came from " + worker);
        }
        return known;
    }
}
