package io.holdout.coordinator.sweep;

import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One entry of a map of text to text, as events keep it. */
public record Named(@Tag(1) String name, @Tag(2) String value) implements WireValue {
    public static List<Named> listOf(SortedMap<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> new Named(entry.getKey(), entry.getValue()))
                .toList();
    }

    public static SortedMap<String, String> mapOf(List<Named> list) {
        var map = new TreeMap<String, String>();
        list.forEach(entry -> map.put(entry.name(), entry.value()));
        return map;
    }
}
