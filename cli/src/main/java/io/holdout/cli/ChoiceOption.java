package io.holdout.cli;

import io.holdout.coordinator.report.Arrangement;
import io.holdout.coordinator.report.Marking;
import io.holdout.coordinator.report.Metric;
import io.holdout.coordinator.report.TableChoice;
import io.holdout.coordinator.report.View;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say which table is made of results. */
final class ChoiceOption {
    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--view",
            paramLabel = "VIEW",
            description = "all tasks, primary (the first of each dataset), by-dataset, by-domain or by-target, whose"
                    + " columns are means of tasks (default: ${DEFAULT-VALUE}).")
    String view = View.ALL.word();

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            description = "auroc, accuracy or loss (default: ${DEFAULT-VALUE}).")
    String metric = Metric.AUROC.word();

    @Option(
            names = "--arrange",
            paramLabel = "HOW",
            description = "plain; by-backbone or by-shots: rows of one together; backbones-across or shots-across: each"
                    + " has columns of its own (default: ${DEFAULT-VALUE}).")
    String arrangement = Arrangement.PLAIN.word();

    @Option(
            names = "--bold",
            paramLabel = "WHICH",
            description = "not-worse: what is not significantly worse than the best of its column; best: the best alone"
                    + " (default: ${DEFAULT-VALUE}).")
    String marking = Marking.NOT_WORSE.word();

    TableChoice choice() {
        return new TableChoice(
                one("--view", view, View.values(), View::word),
                one("--metric", metric, Metric.values(), Metric::word),
                one("--arrange", arrangement, Arrangement.values(), Arrangement::word),
                one("--bold", marking, Marking.values(), Marking::word));
    }

    /** The value of this word, or wrong usage that names all words. */
    <E> E one(String option, String word, E[] values, Function<E, String> words) {
        for (E value : values) {
            if (words.apply(value).equals(word)) {
                return value;
            }
        }
        List<String> known = Arrays.stream(values).map(words).toList();
        throw new CommandLine.ParameterException(
                java.util.Objects.requireNonNull(command).commandLine(),
                "Invalid value for option '" + option + "': '" + word + "' is none of " + String.join(", ", known));
    }
}
