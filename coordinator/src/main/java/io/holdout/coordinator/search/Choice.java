package io.holdout.coordinator.search;

import java.util.List;
import java.util.Set;

/** One of several words, with no order among them. */
public record Choice(List<String> options) implements Domain {
    public Choice {
        options = List.copyOf(options);
        if (options.isEmpty() || Set.copyOf(options).size() != options.size()) {
            throw new IllegalArgumentException("options are " + options + ", must be one or more different words");
        }
    }

    @Override
    public boolean contains(Object value) {
        return value instanceof String word && options.contains(word);
    }

    @Override
    public Object at(double place) {
        return options.get((int) (place * options.size()));
    }

    @Override
    public List<Object> grid(int points) {
        return List.copyOf(options);
    }

    @Override
    public String write(Object value) {
        return (String) value;
    }

    @Override
    public Object read(String text) {
        return text;
    }
}
