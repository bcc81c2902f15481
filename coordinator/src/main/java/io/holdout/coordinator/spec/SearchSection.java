package io.holdout.coordinator.spec;

import io.holdout.coordinator.search.Parameter;
import io.holdout.coordinator.search.Search;
import io.holdout.coordinator.search.Search.Algorithm;
import io.holdout.coordinator.search.SearchSpace;
import io.holdout.coordinator.search.stopping.Asha;
import io.holdout.coordinator.search.stopping.Hyperband;
import io.holdout.coordinator.search.stopping.MedianRule;
import io.holdout.coordinator.search.stopping.NoStopping;
import io.holdout.coordinator.search.stopping.StoppingRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the section of a sweep file that says which hyper-parameters are searched for, and how. */
final class SearchSection {
    private static final List<String> RULES = List.of("none", "asha", "hyperband", "median");
    /** More candidates of one search than anyone can pay for. */
    private static final int MOST_TRIALS = 10_000;

    private static final int MOST_PARALLEL = 1_000;
    private static final int MOST_EPOCHS = 1_000_000;

    private final Problems problems;
    private final ToIntFunction<Strategy> epochs;

    /** @param epochs how long a strategy trains at most; 0 if it does not train */
    SearchSection(Problems problems, ToIntFunction<Strategy> epochs) {
        this.problems = problems;
        this.epochs = epochs;
    }

    /** In table order. */
    List<SearchChoice> read(Section search) {
        var choices = new ArrayList<SearchChoice>();
        for (Strategy strategy : Strategy.values()) {
            Node node = search.value(strategy.word());
            if (node != null) {
                one(search.section(strategy.word()), node, strategy).ifPresent(choices::add);
            }
        }
        search.refuseOthers();
        return choices;
    }

    private Optional<SearchChoice> one(Section s, Node node, Strategy strategy) {
        var algorithm = Algorithm.valueOf(upper(s.word("sampler", "tpe", lower(Algorithm.values()))));
        int trials = s.integer("trials", 20, 1, MOST_TRIALS);
        int parallel = s.integer("parallel", 4, 1, MOST_PARALLEL);
        boolean multivariate = s.flag("multivariate", false);
        int points = s.integer("points", 5, 2, 1000);
        boolean oracle = s.flag("oracle", false);
        Section validation = s.section("validation");
        int episodes = validation.integer("episodes", 10, 1, 10_000);
        int queries = validation.integer("queries", 10, 1, 1000);
        validation.refuseOthers();
        StoppingRule rule = rule(s.section("stopping"), strategy, trials);
        Node space = s.value("space");
        if (space == null) {
            problems.at(node, "the search for " + strategy + " has no 'space' of parameters");
        }
        List<Parameter> parameters = new SpaceSection(problems, strategy).read(s.section("space"));
        s.refuseOthers();
        if (parameters.isEmpty()) {
            if (problems.none()) {
                problems.at(node, "the 'space' of the search for " + strategy + " holds no parameter");
            }
            return Optional.empty();
        }
        var search = new Search(algorithm, trials, parallel, multivariate, points, new SearchSpace(parameters), rule);
        return Optional.of(new SearchChoice(strategy, search, episodes, queries, oracle));
    }

    private StoppingRule rule(Section s, Strategy strategy, int trials) {
        String word = s.word("rule", "none", RULES);
        int first = s.integer("first", 1, 1, MOST_EPOCHS);
        int reduction = s.integer("reduction", 3, 2, 100);
        int interval = s.integer("interval", 1, 1, MOST_EPOCHS);
        int startUp = s.integer("start_up", 5, 1, MOST_TRIALS);
        s.refuseOthers();
        int most = epochs.applyAsInt(strategy);
        Node at = s.first("rule");
        if (at == null || word.equals("none")) {
            return new NoStopping(Math.max(1, most));
        }
        if (first > most) {
            String why = most == 0
                    ? "'stopping' makes no sense for " + strategy + ", which trains no epochs before its episodes"
                    : "the first mark, after " + first + " epochs, lies behind the end, after " + most;
            problems.at(at, why);
            return new NoStopping(Math.max(1, most));
        }
        return switch (word) {
            case "asha" -> {
                var asha = new Asha(first, most, reduction);
                enough(at, word, trials, asha.candidatesForOneEnd());
                yield asha;
            }
            case "hyperband" -> {
                var hyperband = new Hyperband(first, most, reduction);
                enough(at, word, trials, hyperband.turn());
                yield hyperband;
            }
            default -> new MedianRule(startUp, first, interval, most);
        };
    }

    private void enough(Node at, String rule, int trials, long needed) {
        if (trials < needed) {
            problems.at(
                    at,
                    "'" + rule + "' with these marks takes " + needed
                            + " trials so that one surely trains to its end, 'trials' is " + trials
                            + "; raise 'trials' or 'first', or train fewer epochs");
        }
    }

    private static List<String> lower(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
