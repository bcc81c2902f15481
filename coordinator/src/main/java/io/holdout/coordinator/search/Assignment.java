package io.holdout.coordinator.search;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A value for each active parameter of a space.
 *
 * @param values by the parameter's name: a {@code String} of a choice, a {@code Double}, or a {@code Long}
 */
public record Assignment(SortedMap<String, Object> values) {
    static final Assignment EMPTY = new Assignment(new TreeMap<>());

    public Assignment {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    Assignment with(String name, Object value) {
        var more = new TreeMap<>(values);
        more.put(name, value);
        return new Assignment(more);
    }
}
