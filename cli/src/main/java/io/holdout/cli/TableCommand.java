package io.holdout.cli;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.report.Choices;
import io.holdout.coordinator.report.Oracle;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableText;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the table. */
@Command(
        name = "table",
        mixinStandardHelpOptions = true,
        description = "Print the comparison table of a sweep, finished or not; cells without a number are named "
                + "with their reason. Exit code 1 if there are such cells.")
final class TableCommand implements Callable<Integer> {
    /** How a table may be printed. */
    enum Format {
        terminal,
        markdown,
        csv,
        json
    }

    @Parameters(arity = "0..1", paramLabel = "SWEEP", description = "Name of the sweep (default: the newest).")
    @Nullable
    String sweep;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Format format = Format.terminal;

    @Option(
            names = "--oracle",
            description = "Instead of the table: what the best choice on each target's own query sets would have given,"
                    + " an upper bound and no result. As text, or with '--format csv' as data.")
    boolean oracle;

    @Option(
            names = "--choices",
            description =
                    "Instead of the table: which hyper-parameters each cell of searched rows used. As text, or with"
                            + " '--format csv' as data.")
    boolean choices;

    @Mixin
    HomeOption home = new HomeOption();

    @Override
    public Integer call() {
        StoredSweep stored = StoredSweep.of(home.home(), Optional.ofNullable(sweep));
        Table table = stored.table();
        if (oracle) {
            var bound = Oracle.of(stored.state().plan(), stored.outcomes());
            System.out.print(format == Format.csv ? bound.csv() : bound.text());
            System.out.flush();
            return table.isComplete() ? ExitCode.OK : ExitCode.INCOMPLETE;
        }
        if (choices) {
            Plan plan = stored.state().plan();
            System.out.print(
                    format == Format.csv
                            ? Choices.csv(plan)
                            : Choices.of(plan).stream().map(line -> line + "\n").collect(Collectors.joining()));
            System.out.flush();
            return table.isComplete() ? ExitCode.OK : ExitCode.INCOMPLETE;
        }
        System.out.print(
                switch (format) {
                    case terminal -> TableText.terminal(table);
                    case markdown -> TableText.markdown(table);
                    case csv -> TableText.csv(table);
                    case json -> TableText.json(table);
                });
        if (format == Format.terminal || format == Format.markdown) {
            printChoices(stored);
        }
        System.out.flush();
        return table.isComplete() ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    /** What the cells of searched rows used; nothing if nothing is searched for. */
    static void printChoices(StoredSweep stored) {
        var chosen = Choices.of(stored.state().plan());
        if (!chosen.isEmpty()) {
            System.out.println("\nChosen on validation data, never on the target's query sets:");
            chosen.forEach(choice -> System.out.println("- " + choice));
        }
    }
}
