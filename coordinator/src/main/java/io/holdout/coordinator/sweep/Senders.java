package io.holdout.coordinator.sweep;

import io.holdout.protocol.message.NodeInfo;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Who sent results last. Each report brings its worker's words anew: thousands of trials share these instead, which takes a
 * third of a finished trial's memory away. Immutable; nothing is decided by it.
 */
record Senders(PMap<String, Sender> byWorker) {
    static final Senders NONE = new Senders(HashTreePMap.empty());

    /** Names of workers come and go in a long sweep; beyond this many all are forgotten, and learned again. */
    static final int MOST = 1_000;

    /** A worker, where it ran when it last had a result, and the pack which that is in. */
    record Sender(String worker, @Nullable NodeInfo node, String pack) {}

    /** This, after a result from a worker; the same if nothing is new. */
    Senders plus(String worker, @Nullable NodeInfo node, String pack) {
        Sender known = byWorker.get(worker);
        if (known == null) {
            PMap<String, Sender> others = byWorker.size() < MOST ? byWorker : HashTreePMap.empty();
            return new Senders(others.plus(worker, new Sender(worker, node, pack)));
        }
        boolean isThere = node == null ? known.node() == null : node.equals(known.node());
        boolean isIn = pack.equals(known.pack());
        return isThere && isIn
                ? this
                : new Senders(byWorker.plus(
                        worker, new Sender(known.worker(), isThere ? known.node() : node, isIn ? known.pack() : pack)));
    }

    /** @throws IllegalStateException if nothing came from this worker */
    Sender of(String worker) {
        Sender known = byWorker.get(worker);
        if (known == null) {
            throw new IllegalStateException("no result came from " + worker);
        }
        return known;
    }
}
