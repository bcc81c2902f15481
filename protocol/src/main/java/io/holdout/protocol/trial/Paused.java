package io.holdout.protocol.trial;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a training stopped at a {@link Rung}, so that another trial can go on from there.
 *
 * @param facts JSON: the curve and the position
 * @param parts name to content hash of a safetensors artifact: parameters with the optimizer's state, and the best weights
 */
public record Paused(String facts, SortedMap<String, String> parts) {
    public Paused {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }
}
