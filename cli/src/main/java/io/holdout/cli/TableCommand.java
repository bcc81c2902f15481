package io.holdout.cli;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.report.Choices;
import io.holdout.coordinator.report.Oracle;
import io.holdout.coordinator.report.Results;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableChoice;
import io.holdout.coordinator.report.export.Form;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
                    + " (docs/table.schema.json), latex, html (the whole report), svg or png (one figure), or results:"
                    + " every episode of every cell, to be read by this command again (default: ${DEFAULT-VALUE}).")
    String format = Form.TERMINAL.word();

    @Option(
            names = "--figure",
            paramLabel = "NAME",
            description =
                    "Which figure svg and png are of: averages, critical-difference, heat-map, learning-curves, or"
                            + " forest-N, row N against the best ranked (default: ${DEFAULT-VALUE}).")
    String figure = "averages";

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

    @Option(
            names = "--oracle",
            description = "Instead of the table: what the best choice on each target's own query sets would have given,"
                    + " an upper bound and no result. As text, or with '--format csv' as data; of one sweep.")
    boolean oracle;

    @Option(
            names = "--choices",
            description =
                    "Instead of the table: which hyper-parameters each cell of searched rows used. As text, or with"
                            + " '--format csv' as data; of one sweep.")
    boolean choices;

    @Override
    public Integer call() {
        TableChoice which = choice.choice();
        Form form = choice.one("--format", format, Form.values(), Form::word);
        if ((oracle || choices) && sources.server.endpoint().isPresent()) {
            throw HoldoutException.user(
                    "BAD_OPTION",
                    "--oracle and --choices read a journal and its results; they cannot be had by --server");
        }
        if (oracle) {
            return printOracle(form);
        }
        if (choices) {
            return printChoices(form);
        }
        String named = form.isFigure() ? figure : "";
        Results results = sources.results();
        Table table = Table.of(results, which);
        if (requireComplete && !table.isComplete()) {
            table.missing().forEach(cell -> System.err.println(cell));
            System.err.println(table.cellCount() - table.doneCells() + " of " + table.cellCount()
                    + " cells have no number; nothing was written");
            return ExitCode.INCOMPLETE;
        }
        if (output == null) {
            byte[] bytes = form.render(results, which, named);
            System.out.write(bytes, 0, bytes.length);
            System.out.flush();
        } else {
            Export.write(output, form, named, which, sources.sources, results);
            Step.done("Wrote " + output + " and " + Manifest.of(output));
        }
        return table.isComplete() ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    private StoredSweep stored() {
        return StoredSweep.of(sources.home.home(), sources.sources.stream().findFirst());
    }

    private int printOracle(Form form) {
        StoredSweep stored = stored();
        var bound = Oracle.of(stored.state().plan(), stored.outcomes());
        System.out.print(form == Form.CSV ? bound.csv() : bound.text());
        System.out.flush();
        return stored.table().isComplete() ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    private int printChoices(Form form) {
        StoredSweep stored = stored();
        Plan plan = stored.state().plan();
        System.out.print(
                form == Form.CSV
                        ? Choices.csv(plan)
                        : Choices.of(plan).stream().map(choice -> choice + "\n").collect(Collectors.joining()));
        System.out.flush();
        return stored.table().isComplete() ? ExitCode.OK : ExitCode.INCOMPLETE;
    }
}
