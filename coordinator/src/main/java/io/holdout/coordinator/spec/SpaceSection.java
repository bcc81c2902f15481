package io.holdout.coordinator.spec;

import io.holdout.coordinator.search.Choice;
import io.holdout.coordinator.search.Domain;
import io.holdout.coordinator.search.Parameter;
import io.holdout.coordinator.search.Real;
import io.holdout.coordinator.search.Whole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the space of a search: for each parameter one of choice, uniform, loguniform and int, and perhaps a condition. */
final class SpaceSection {
    private static final List<String> DOMAINS = List.of("choice", "uniform", "loguniform", "int");

    private final Problems problems;
    private final Map<String, Searchable.Kind> searchable;
    private final Map<String, Parameter> read = new LinkedHashMap<>();

    SpaceSection(Problems problems, Strategy strategy) {
        this.problems = problems;
        this.searchable = Searchable.of(strategy);
    }

    /** In the order of the file; fewer than it has if any is wrong. */
    List<Parameter> read(Section space) {
        for (String name : space.keys()) {
            Searchable.Kind kind = searchable.get(name);
            if (kind == null) {
                problems.at(
                        space.keyNode(name),
                        "'" + name + "' cannot be searched for here"
                                + Nearest.hint(name, searchable.keySet()) + " Allowed: "
                                + String.join(", ", searchable.keySet()));
            } else {
                Section section = space.section(name);
                domain(section, space.keyNode(name), name, kind)
                        .ifPresent(found -> read.put(name, parameter(name, found, section)));
                section.refuseOthers();
            }
        }
        return List.copyOf(read.values());
    }

    private Parameter parameter(String name, Domain domain, Section section) {
        Node when = section.value("when");
        if (when == null) {
            return Parameter.of(name, domain);
        }
        Section condition = section.section("when");
        List<String> others = condition.keys();
        String other = others.size() == 1 ? others.get(0) : "";
        Node value = condition.value(other);
        Parameter asked = read.get(other);
        if (value == null || asked == null || !(asked.domain() instanceof Choice choice)) {
            problems.at(
                    when,
                    "'when' of '" + name + "' is " + Section.describe(when)
                            + ", must be one earlier parameter of 'choice' and its value, as {optimizer: sgd}");
            return Parameter.of(name, domain);
        }
        String text = Section.scalar(value, null);
        if (!choice.options().contains(text)) {
            problems.at(
                    value,
                    "'when' asks for '" + other + "' to be '" + text + "' Allowed: "
                            + String.join(", ", choice.options()));
            return Parameter.of(name, domain);
        }
        return Parameter.when(other, text, name, domain);
    }

    private Optional<Domain> domain(Section section, Node at, String name, Searchable.Kind kind) {
        List<String> given =
                DOMAINS.stream().filter(word -> section.value(word) != null).toList();
        if (given.size() != 1) {
            problems.at(
                    at,
                    "'" + name + "' has " + (given.isEmpty() ? "no domain" : String.join(" and ", given))
                            + ", must have one of " + String.join(", ", DOMAINS));
            return Optional.empty();
        }
        return switch (given.get(0)) {
            case "choice" -> choice(section, name, kind);
            case "int" -> whole(section, name, kind);
            default -> real(section, given.get(0), name, kind);
        };
    }

    private Optional<Domain> choice(Section section, String name, Searchable.Kind kind) {
        List<String> options = section.list("choice", List.of(), node -> option(node, name, kind));
        return options.isEmpty() ? Optional.empty() : Optional.of(new Choice(options));
    }

    private Optional<String> option(Node node, String name, Searchable.Kind kind) {
        String text = Section.scalar(node, null);
        boolean takes = kind instanceof Searchable.Real number
                ? number.takes(Section.decimal(node))
                : kind instanceof Searchable.Whole whole
                        ? Section.whole(node)
                                .filter(value -> value >= whole.least() && value <= whole.most())
                                .isPresent()
                        : ((Searchable.Words) kind).words().contains(text);
        if (takes) {
            return Optional.of(text);
        }
        refuse(node, name, kind);
        return Optional.empty();
    }

    private Optional<Domain> real(Section section, String word, String name, Searchable.Kind kind) {
        Node node = section.value(word);
        if (node == null) {
            return Optional.empty();
        }
        if (!(kind instanceof Searchable.Real number)) {
            problems.at(node, "'" + word + "' suits numbers; '" + name + "' takes " + kind.allowed());
            return Optional.empty();
        }
        List<Double> ends = section.list(word, List.of(), each -> {
            double value = Section.decimal(each);
            if (!number.takes(value)) {
                refuse(each, name, kind);
                return Optional.<Double>empty();
            }
            return Optional.of(value);
        });
        boolean log = word.equals("loguniform");
        if (ends.size() != 2 || ends.get(0) >= ends.get(1) || log && ends.get(0) <= 0) {
            ends(node, word, ends, log ? "[lowest, highest], ascending and above 0" : "[lowest, highest], ascending");
            return Optional.empty();
        }
        return Optional.of(new Real(ends.get(0), ends.get(1), log));
    }

    private Optional<Domain> whole(Section section, String name, Searchable.Kind kind) {
        Node node = section.value("int");
        if (node == null) {
            return Optional.empty();
        }
        int step = section.integer("step", 1, 1, 1_000_000);
        boolean log = section.flag("log", false);
        if (!(kind instanceof Searchable.Whole whole)) {
            problems.at(node, "'int' suits integers; '" + name + "' takes " + kind.allowed());
            return Optional.empty();
        }
        List<Integer> ends =
                section.list("int", List.of(), each -> section.integer(name, each, whole.least(), whole.most()));
        if (ends.size() != 2 || ends.get(0) >= ends.get(1) || log && step != 1) {
            ends(node, "int", ends, "[lowest, highest], ascending; with 'log' in steps of 1");
            return Optional.empty();
        }
        return Optional.of(new Whole(ends.get(0), ends.get(1), step, log));
    }

    private void refuse(Node node, String name, Searchable.Kind kind) {
        problems.at(node, "'" + name + "' is " + Section.describe(node) + ", must be of " + kind.allowed());
    }

    private void ends(Node node, String word, List<?> found, String allowed) {
        if (problems.none()) {
            problems.at(node, "'" + word + "' is " + new ArrayList<>(found) + ", must be " + allowed);
        }
    }
}
