package io.holdout.cli;

import io.holdout.coordinator.report.Difference;
import io.holdout.coordinator.report.DifferenceText;
import io.holdout.coordinator.report.Origin;
import io.holdout.coordinator.report.Reference;
import io.holdout.coordinator.report.Results;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two tables cell by cell. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compare two sweeps, or a sweep and a file, cell by cell: the difference with its 95%% interval,"
                + " paired over shared episodes where there are such, and what differs in how they were configured.")
final class CompareCommand implements Callable<Integer> {
    private static final String CSV_END = ".csv";

    private static final String SOURCE = "A sweep; a file of 'table --format results' (.json); or a CSV file with the"
            + " columns strategy, backbone, dataset, task, mean, and optionally variant, ci95.";

    @Parameters(index = "0", paramLabel = "FIRST", description = SOURCE)
    String first = "";

    @Parameters(index = "1", paramLabel = "SECOND", description = "As the first, from which it is subtracted.")
    String second = "";

    @Option(names = "--csv", description = "Print CSV.")
    boolean csv;

    @Mixin
    ChoiceOption choice = new ChoiceOption();

    @Mixin
    HomeOption home = new HomeOption();

    /** One side. */
    private record Side(Reference numbers, List<Origin> origins) {}

    @Override
    public Integer call() {
        TableChoice which = choice.choice();
        Side one = side(first, which);
        Side other = side(second, which);
        List<Difference> differences = Difference.of(one.numbers(), other.numbers(), which.metric());
        System.out.print(
                csv
                        ? DifferenceText.csv(differences)
                        : DifferenceText.terminal(
                                one.numbers(),
                                other.numbers(),
                                which.metric(),
                                differences,
                                configuration(one.origins(), other.origins())));
        System.out.flush();
        return ExitCode.OK;
    }

    private Side side(String name, TableChoice which) {
        if (name.endsWith(CSV_END)) {
            return new Side(Reference.ofCsv(SourcesOption.read(Path.of(name)), name), List.of());
        }
        var sources = new SourcesOption();
        sources.home = home;
        Results results = sources.one(name);
        return new Side(Reference.of(Table.of(results, which)), results.origins());
    }

    private static List<String> configuration(List<Origin> one, List<Origin> other) {
        if (one.size() != 1 || other.size() != 1) {
            return List.of("not known: a file of numbers, or several sweeps, has no one configuration");
        }
        return one.get(0).differencesTo(other.get(0));
    }
}
