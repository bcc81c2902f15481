package io.holdout.coordinator.spec;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One mapping of the file, read key by key with types checked; every problem is noted with its place. */
final class Section {
    /** YAML 1.1 takes {@code 1e-3} for text, which nobody means; Java takes {@code 1d} for a number. */
    private static final Pattern DECIMAL = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    /** More choices of one thing are surely a slip. */
    private static final int MOST_CHOICES = 1000;

    /** Any larger learning rate is a slip. */
    private static final int MOST_RATE = 10;

    private final Problems problems;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();

    Section(@Nullable Node node, Problems problems) {
        this.problems = problems;
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                if (values.put(key, tuple.getValueNode()) != null) {
                    problems.at(tuple.getKeyNode(), "'" + key + "' stands twice");
                }
                keys.put(key, tuple.getKeyNode());
            }
        } else if (node != null) {
            problems.at(node, "found " + describe(node) + ", must be keys and values");
        }
    }

    Section section(String key) {
        return new Section(value(key), problems);
    }

    @Nullable
    Node value(String key) {
        known.add(key);
        return values.get(key);
    }

    /** All keys, in the order of the file; whoever asks deals with each. */
    List<String> keys() {
        known.addAll(keys.keySet());
        return List.copyOf(keys.keySet());
    }

    /** Where a key stands that is there. */
    Node keyNode(String key) {
        return Objects.requireNonNull(keys.get(key));
    }

    /** The value of the first of these keys that is there. */
    @Nullable
    Node first(String... anyOf) {
        return Stream.of(anyOf)
                .map(values::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Notes every key that nobody asked for. */
    void refuseOthers() {
        keys.forEach((key, node) -> {
            if (!known.contains(key)) {
                problems.at(
                        node,
                        "unknown key '" + key + "'" + Nearest.hint(key, known) + " Allowed: "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        });
    }

    List<Integer> integers(String key, int fallback, int least, int most) {
        return list(key, List.of(fallback), node -> integer(key, node, least, most));
    }

    int integer(String key, int fallback, int least, int most) {
        Node node = value(key);
        return node == null ? fallback : integer(key, node, least, most).orElse(fallback);
    }

    List<Double> rates(String key, List<Double> fallback) {
        return list(key, fallback, node -> rate(key, node));
    }

    double rate(String key, double fallback) {
        Node node = value(key);
        return node == null ? fallback : rate(key, node).orElse(fallback);
    }

    /** A number from {@code least} to {@code most}. */
    double number(String key, double fallback, double least, double most) {
        Node node = value(key);
        if (node == null) {
            return fallback;
        }
        double value = decimal(node);
        if (value >= least && value <= most) {
            return value;
        }
        problems.at(
                node,
                "'" + key + "' is " + describe(node) + ", must be a number from " + plain(least) + " to "
                        + plain(most));
        return fallback;
    }

    static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** NaN if it is no number. */
    static double decimal(Node node) {
        String text = scalar(node, null);
        return DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }

    List<Boolean> flags(String key, boolean fallback) {
        return list(key, List.of(fallback), node -> flag(key, node));
    }

    boolean flag(String key, boolean fallback) {
        Node node = value(key);
        return node == null ? fallback : flag(key, node).orElse(fallback);
    }

    /** One of a few words. */
    String word(String key, String fallback, Collection<String> allowed) {
        Node node = value(key);
        return node == null ? fallback : word(key, node, allowed).orElse(fallback);
    }

    List<String> words(String key, List<String> fallback, Collection<String> allowed) {
        return list(key, fallback, node -> word(key, node, allowed));
    }

    /** A list of choices, or one choice; never empty, no choice twice. */
    <T> List<T> list(String key, List<T> fallback, Function<Node, Optional<T>> read) {
        Node node = value(key);
        if (node == null) {
            return fallback;
        }
        List<Node> items = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        if (items.isEmpty() || items.size() > MOST_CHOICES) {
            problems.at(node, "'" + key + "' holds " + items.size() + " choices, must be from 1 to " + MOST_CHOICES);
        }
        var choices = new ArrayList<T>();
        for (Node item : items) {
            read.apply(item).ifPresent(choice -> {
                if (choices.contains(choice)) {
                    problems.at(item, "'" + key + "' names " + choice + " twice");
                } else {
                    choices.add(choice);
                }
            });
        }
        return choices.isEmpty() ? fallback : List.copyOf(choices);
    }

    Optional<Integer> integer(String key, Node node, int least, int most) {
        Optional<Integer> found = whole(node).filter(value -> value >= least && value <= most);
        if (found.isPresent()) {
            return found;
        }
        problems.at(node, "'" + key + "' is " + describe(node) + ", must be an integer from " + least + " to " + most);
        return Optional.empty();
    }

    /** Empty if it is no integer. */
    static Optional<Integer> whole(Node node) {
        try {
            return Optional.of(Integer.parseInt(scalar(node, Tag.INT).replace("_", "")));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Optional<Double> rate(String key, Node node) {
        double value = decimal(node);
        if (value > 0 && value <= MOST_RATE) {
            return Optional.of(value);
        }
        problems.at(node, "'" + key + "' is " + describe(node) + ", must be a number above 0, at most " + MOST_RATE);
        return Optional.empty();
    }

    private Optional<Boolean> flag(String key, Node node) {
        String text = scalar(node, Tag.BOOL);
        if (text.equals("true") || text.equals("false")) {
            return Optional.of(text.equals("true"));
        }
        problems.at(node, "'" + key + "' is " + describe(node) + ", must be true or false");
        return Optional.empty();
    }

    Optional<String> word(String key, Node node, Collection<String> allowed) {
        String text = scalar(node, null);
        if (allowed.contains(text)) {
            return Optional.of(text);
        }
        problems.at(
                node,
                "'" + key + "' is " + describe(node) + Nearest.hint(text, allowed) + " Allowed: "
                        + String.join(", ", allowed));
        return Optional.empty();
    }

    /** The text of a scalar (of the given type, if any); empty text for anything else. */
    static String scalar(Node node, @Nullable Tag tag) {
        return node instanceof ScalarNode scalar && (tag == null || tag.equals(scalar.getTag()))
                ? scalar.getValue()
                : "";
    }

    static String describe(Node node) {
        if (node instanceof ScalarNode scalar) {
            return Tag.NULL.equals(scalar.getTag()) ? "nothing" : "'" + scalar.getValue() + "'";
        }
        return node instanceof SequenceNode ? "a list" : "a group of keys";
    }
}
