package io.holdout.cli;

<<<<<<< HEAD
import io.holdout.coordinator.report.Form;
import io.holdout.coordinator.report.Results;
=======
import io.holdout.coordinator.report.Choices;
>>>>>>> main
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableChoice;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints or exports the table. */
@Command(
        name = "table",
        mixinStandardHelpOptions = true,
        description =
                "Print the comparison table of a sweep, finished or not, or of several; cells without a number are"
                        + " named with their reason. Exit code 1 if there are such cells.")
final class TableCommand implements Callable<Integer> {
    @Mixin
    SourcesOption sources = new SourcesOption();

    @Mixin
    ChoiceOption choice = new ChoiceOption();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "terminal, markdown, csv (one line a cell), wide-csv (one line a task), json"
                    + " (docs/table.schema.json), latex, or results: every episode of every cell, to be read by this"
                    + " command again (default: ${DEFAULT-VALUE}).")
    String format = Form.TERMINAL.word();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write into this file, whole or not at all, with a manifest beside it"
                    + " (FILE.manifest.json), instead of printing.")
    @Nullable
    Path output;

    @Option(
            names = "--require-complete",
            description = "If a cell lacks its number, name all such cells and write nothing; exit code 1.")
    boolean requireComplete;

    @Override
    public Integer call() {
<<<<<<< HEAD
        TableChoice which = choice.choice();
        Form form = choice.one("--format", format, Form.values(), Form::word);
        Results results = sources.results();
        Table table = Table.of(results, which);
        if (requireComplete && !table.isComplete()) {
            table.missing().forEach(cell -> System.err.println(cell));
            System.err.println(table.cellCount() - table.doneCells() + " of " + table.cellCount()
                    + " cells have no number; nothing was written");
            return ExitCode.INCOMPLETE;
        }
        if (output == null) {
            System.out.print(form.render(results, which));
            System.out.flush();
        } else {
            Export.write(output, form, which, sources.sources, results);
            Step.done("Wrote " + output + " and " + Manifest.of(output));
        }
=======
        StoredSweep stored = StoredSweep.of(home.home(), Optional.ofNullable(sweep));
        Table table = stored.table();
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
>>>>>>> main
        return table.isComplete() ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    /** What the cells of searched rows used; nothing if nothing is searched for. */
    static void printChoices(StoredSweep stored) {
        var choices = Choices.of(stored.state().plan());
        if (!choices.isEmpty()) {
            System.out.println("\nChosen on validation data, never on the target's query sets:");
            choices.forEach(choice -> System.out.println("- " + choice));
        }
    }
}
