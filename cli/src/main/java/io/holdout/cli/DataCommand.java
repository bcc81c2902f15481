package io.holdout.cli;

import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.worker.data.DataCheck;
import io.holdout.worker.data.DataImport;
import io.holdout.worker.data.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks and makes data folders. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = "Check or import datasets.",
        subcommands = {DataCommand.Check.class, DataCommand.Import.class})
final class DataCommand {
    /** Verifies a folder. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "Verify a folder of datasets in MedIMeta's form completely; name every fault with file and index.")
    static final class Check implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "Folder of datasets.")
        Path folder = Path.of(".");

        @Option(names = "--json", description = "Print JSON.")
        boolean json;

        @Override
        public Integer call() {
            List<Finding> findings = DataCheck.run(folder, id -> Step.now("Checking " + id + " ..."));
            Step.now("");
            long errors = findings.stream().filter(Finding::isError).count();
            if (json) {
                System.out.println(CanonicalJson.write(findings));
            } else {
                findings.forEach(System.out::println);
                System.out.println(errors + " errors, " + (findings.size() - errors) + " warnings");
            }
            return errors == 0 ? ExitCode.OK : ExitCode.BAD_INPUT;
        }
    }

    /** Imports folders. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = "Turn folders of dataset.yaml, labels.csv and images into MedIMeta's form. labels.csv has "
                    + "the columns file, split and one a task; multi-label values are written 0|1|...")
    static final class Import implements Callable<Integer> {
        @Parameters(
                index = "0",
                paramLabel = "SRC",
                description = "A folder with a dataset.yaml, or a folder of such folders.")
        Path source = Path.of(".");

        @Parameters(index = "1", paramLabel = "DIR", description = "Where to write.")
        Path target = Path.of(".");

        @Option(names = "--size", paramLabel = "N", description = "Side of the images (default: ${DEFAULT-VALUE}).")
        int size = 224;

        @Override
        public Integer call() {
            DataImport.run(source, target, size, id -> System.out.println("imported " + id));
            return ExitCode.OK;
        }
    }
}
