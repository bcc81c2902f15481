package io.holdout.cli;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.worker.data.DataCheck;
import io.holdout.worker.data.DataImport;
import io.holdout.worker.data.Finding;
import io.holdout.worker.data.demo.DemoData;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks and makes data folders. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = "Fetch, check, import or paint datasets.",
        subcommands = {
            DataCommand.Fetch.class,
            DataCommand.Check.class,
            DataCommand.Import.class,
            DataCommand.Paint.class
        })
final class DataCommand {
    private static final int MEGABYTE = 1_000_000;

    /** Downloads. */
    @Command(
            name = "fetch",
            mixinStandardHelpOptions = true,
            description = "Download MedIMeta's datasets as they are published and unpack them; goes on"
                    + " where it was cut off, and leaves alone what is there. 'data check' says whether they"
                    + " are whole.")
    static final class Fetch implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "Where to write.")
        Path target = Path.of(".");

        @Option(names = "--datasets", paramLabel = "ID,...", split = ",", description = "Which (default: all 19).")
        @Nullable
        List<String> datasets;

        @Option(
                names = "--from",
                paramLabel = "URL",
                description = "Where the archives ID.zip lie, such as a mirror (default: ${DEFAULT-VALUE}).")
        URI from = URI.create(DataFetch.PUBLISHED_AT);

        @Override
        public Integer call() {
            WebAddress.require("--from", from);
            List<String> known = MedimetaCatalogue.load().datasets().stream()
                    .map(DatasetInfo::id)
                    .toList();
            List<String> wanted = datasets == null ? known : datasets;
            for (String id : wanted) {
                if (!known.contains(id)) {
                    throw HoldoutException.user(
                            "UNKNOWN_DATASET", "MedIMeta has no dataset '" + id + "'; there are " + known);
                }
            }
            var fetch = new DataFetch(target, Download.Limits.DATASETS);
            for (String id : wanted) {
                boolean fetched = fetch.fetch(
                        id, from, bytes -> Step.now("Fetching " + id + ": " + bytes / MEGABYTE + " MB ..."));
                Step.now("");
                System.out.println((fetched ? "fetched " : "there already: ") + id);
            }
            return ExitCode.OK;
        }
    }

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

    /** Paints stand-ins. */
    @Command(
            name = "paint",
            mixinStandardHelpOptions = true,
            description = "Paint small stand-ins for MedIMeta's datasets, to try a sweep or a cluster without the real"
                    + " ones.")
    static final class Paint implements Callable<Integer> {
        @Parameters(paramLabel = "DIR", description = "Where to write.")
        Path target = Path.of(".");

        @Option(names = "--datasets", paramLabel = "ID,...", split = ",", description = "Which (default: all 19).")
        @Nullable
        List<String> datasets;

        @Option(names = "--seed", paramLabel = "N", description = "Seed of the painter (default: ${DEFAULT-VALUE}).")
        long seed;

        @Override
        public Integer call() {
            BiConsumer<Integer, Integer> progress =
                    (done, all) -> Step.now("Painting datasets: " + done + " of " + all);
            if (datasets == null) {
                DemoData.write(target, seed, progress);
            } else {
                DemoData.write(target, seed, datasets, progress);
            }
            Step.done("Data: " + target);
            return ExitCode.OK;
        }
    }
}
