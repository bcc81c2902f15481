package io.holdout.cli;

import io.holdout.cli.chaos.Campaign;
import io.holdout.cli.chaos.Certificate;
import io.holdout.cli.chaos.FaultKind;
import io.holdout.cli.chaos.Sandbox;
import io.holdout.coordinator.journal.Journal;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.worker.data.MedimetaFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Breaks a sweep on purpose and certifies that nothing came of it. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description =
                "Run a sweep undisturbed, then again while its processes are killed, frozen, told to leave and cut"
                        + " off, its files damaged, its disk filled and its journal locked; compare the tables to the last byte"
                        + " and print a certificate. Harms only processes and files that it made itself.",
        exitCodeListHeading = "Exit codes: ",
        exitCodeList = {"0:PASS", "6:FAIL"})
final class ChaosCommand implements Callable<Integer> {
    private static final int MOST_FAULTS = 100_000;

    @Parameters(paramLabel = "FILE", description = "The sweep file, such as examples/chaos.yaml.")
    Path file = Path.of("sweep.yaml");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of datasets in MedIMeta's form (default: painted ones, as for 'demo').")
    @Nullable
    Path data;

    @Option(names = "--faults", paramLabel = "N", description = "How many (default: ${DEFAULT-VALUE}).")
    int faults = 50;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Draws which faults come, when and for how long (default: ${DEFAULT-VALUE}).")
    long seed = 1;

    @Option(
            names = "--longest",
            paramLabel = "SECONDS",
            description = "No fault lasts longer (default: ${DEFAULT-VALUE}, longer than a lease).")
    double longestSeconds = 14;

    @Option(
            names = "--only",
            paramLabel = "KIND",
            split = ",",
            description = "Only these kinds of faults: ${COMPLETION-CANDIDATES} (default: all that are possible here).")
    List<FaultKind> only = List.of();

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "Write the certificate there: JSON if its name ends in .json, else Markdown.")
    @Nullable
    Path certificate;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The campaign makes a new folder in there (default: ${DEFAULT-VALUE}).")
    Path home = Home.defaultFolder().resolve("chaos");

    @Option(
            names = "--journal",
            paramLabel = "ADDRESS",
            description = "Where events are kept, as for 'run' (default: ${DEFAULT-VALUE}).")
    String journal = Journal.EMBEDDED;

    @Option(
            names = "--break-journal",
            paramLabel = "COMMAND",
            description = "Shell command that harms the database of --journal, such as one that kills a node.")
    @Nullable
    String breakJournal;

    @Option(names = "--mend-journal", paramLabel = "COMMAND", description = "Shell command that undoes it.")
    String mendJournal = "true";

    @Option(
            names = "--standbys",
            paramLabel = "N",
            description = "Coordinators that stand by, as for 'run' (default: ${DEFAULT-VALUE}).")
    int standbys = 1;

    @Mixin
    WorkersOption workers = new WorkersOption();

    @Option(names = "--with-parent", hidden = true, description = "End when standard input closes.")
    boolean withParent;

    @Spec
    @Nullable
    CommandSpec spec;

    ChaosCommand() {
        // trials are short there, and a checkpoint that never comes cannot be damaged
        workers.checkpointSeconds = 1;
    }

    @Override
    public Integer call() {
        if (faults < 1 || faults > MOST_FAULTS) {
            throw HoldoutException.user("BAD_ARGUMENT", "--faults is " + faults + "; allowed are 1 to " + MOST_FAULTS);
        }
        if (longestSeconds < 0) {
            throw HoldoutException.user("BAD_ARGUMENT", "--longest is " + longestSeconds + "; allowed are 0 and more");
        }
        boolean embedded = journal.equals(Journal.EMBEDDED);
        if (embedded && breakJournal != null) {
            throw HoldoutException.user("BAD_ARGUMENT", "--break-journal needs a --journal other than 'embedded'");
        }
        Journal.of(journal, home).close();
        if (withParent) {
            ParentWatch.start();
        }
        SweepRun.read(file);
        if (Sandbox.current().isEmpty() && spec != null) {
            // a database is reached over the network that all share
            boolean network = embedded && Sandbox.prefix(true).isPresent();
            Optional<List<String>> prefix = Sandbox.prefix(network);
            if (prefix.isPresent()) {
                var arguments = new ArrayList<>(
                        spec.commandLine().getParent().getParseResult().originalArgs());
                arguments.add("--with-parent");
                return SandboxedCommand.run(prefix.get(), network, arguments);
            }
            System.err.println("no sandbox here; some faults are not possible, the certificate names them");
        }
        return campaign();
    }

    private int campaign() {
        Path folder = CampaignFolder.make(home, seed);
        Path images = data != null ? data : CampaignFolder.paint(folder);
        String name = sweepName(images);
        var stage = new ChaosStage(name, SweepRun.read(file), images, journal, workers, standbys, ChaosCommand::say);
        var setting = new Campaign.Setting(
                seed,
                faults,
                folder,
                journal.equals(Journal.EMBEDDED),
                standbys,
                (long) (longestSeconds * 1000),
                only,
                Optional.ofNullable(breakJournal),
                mendJournal,
                CampaignFacts.of(file, journal, standbys, workers));
        Certificate result = new Campaign(setting, stage, ChaosCommand::say).run();
        System.out.print(result.markdown());
        if (certificate != null) {
            CampaignFolder.write(
                    certificate, certificate.toString().endsWith(".json") ? result.json() : result.markdown());
        }
        return result.passed() ? ExitCode.OK : ExitCode.BROKEN_PROMISE;
    }

    private static void say(String line) {
        System.err.println(line);
    }

    private String sweepName(Path images) {
        try (var datasets = new MedimetaFolder(images, home.resolve("fingerprints.txt"))) {
            return SweepFile.read(SweepRun.read(file), file.toString(), datasets.catalogue())
                    .name();
        }
    }
}
