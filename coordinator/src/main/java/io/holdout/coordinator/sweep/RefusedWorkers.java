package io.holdout.coordinator.sweep;

import java.util.LinkedHashMap;
import java.util.Map;

/** Workers that were refused, so that each is told of once and not at every beat. */
final class RefusedWorkers {
    /** More than a cluster has; beyond, the oldest is told of again. */
    private static final int MOST = 1_000;

    private final Map<String, Long> incarnations = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    /** Whether this process was not refused before. */
    boolean isNew(String worker, long incarnation) {
        Long before = incarnations.put(worker, incarnation);
        return before == null || before != incarnation;
    }
}
