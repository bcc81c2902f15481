package io.holdout.coordinator.web.access;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts wrong secrets of each address, so that none can be guessed by trying. Bounded; safe for concurrent use. */
public final class WrongTries {
    /** Somebody who mistypes needs a few; somebody who guesses needs billions. */
    public static final int MOST = 20;

    public static final long WINDOW_MILLIS = 60_000;
    /** Addresses kept; beyond, the one heard of first is forgotten. */
    private static final int MOST_ADDRESSES = 10_000;

    private record Count(long sinceMillis, int wrong) {}

    private final Map<String, Count> counts = new LinkedHashMap<>();

    /** Whether an address has been wrong so often within the last minute that it is not listened to. */
    public synchronized boolean tooMany(String address, long nowMillis) {
        Count count = counts.get(address);
        if (count == null) {
            return false;
        }
        if (nowMillis - count.sinceMillis() >= WINDOW_MILLIS) {
            counts.remove(address);
            return false;
        }
        return count.wrong() >= MOST;
    }

    public synchronized void wrong(String address, long nowMillis) {
        Count before = counts.get(address);
        Count now = before == null || nowMillis - before.sinceMillis() >= WINDOW_MILLIS
                ? new Count(nowMillis, 1)
                : new Count(before.sinceMillis(), before.wrong() + 1);
        counts.put(address, now);
        if (counts.size() > MOST_ADDRESSES) {
            counts.remove(counts.keySet().iterator().next());
        }
    }
}
