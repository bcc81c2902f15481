package io.holdout.cli;

import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableText;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.BackboneSpec;
import io.holdout.worker.data.MedimetaFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs a sweep file on this machine to its table. */
final class SweepRun {
    private final Home home;
    private final Path data;
    private final WorkersOption workers;
    private final Coordinators coordinators;

    /** With one coordinator and none that stands by. */
    SweepRun(Home home, Path data, WorkersOption workers, int port) {
        this(home, data, workers, new Coordinators(port, 0));
    }

    SweepRun(Home home, Path data, WorkersOption workers, Coordinators coordinators) {
        this.home = home;
        this.data = data;
        this.workers = workers;
        this.coordinators = coordinators;
    }

    /** @return the exit code */
    int run(Path file) {
        String text = read(file);
        Submission submission;
        String name;
        try (var folder = new MedimetaFolder(data, home.fingerprintCache())) {
            Catalogue catalogue = folder.catalogue();
            SweepFile sweep = SweepFile.read(text, file.toString(), catalogue);
            name = sweep.name();
            SortedMap<String, String> fingerprints = new TreeMap<>();
            for (String dataset : sweep.datasets()) {
                Step.now("Reading " + dataset + " ...");
                fingerprints.put(dataset, folder.fingerprint(dataset));
            }
            SortedMap<String, String> weights = home.weights().keep(backbones(sweep), home.artifacts());
            submission = new Submission(text, file.getFileName().toString(), catalogue, fingerprints, weights);
        }
        var plan = submission.plan();
        Step.done(name + ": " + plan.experiments().size() + " cells, "
                + plan.trials().size() + " trials, " + workers.workers + " workers, home " + home.folder());
        var screen = new LiveScreen(System.err, Boolean.getBoolean("holdout.terminal"));
        var cluster = new LocalCluster(home, data, workers, coordinators, screen::line);
        Step.now("Starting a coordinator and " + workers.workers + " workers ...");
        var stop = new Thread(cluster::close, "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        SweepPhase phase;
        try {
            cluster.start(name, submission);
            phase = cluster.watch(name, screen::show);
            screen.close();
        } catch (LocalCluster.Silent e) {
            return e.exitCode();
        } finally {
            cluster.close();
        }
        Table table = new StoredSweep(home, name).table();
        System.out.print(TableText.terminal(table));
        if (phase == SweepPhase.CANCELLED) {
            return ExitCode.CANCELLED;
        }
        return table.isComplete() ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    static List<String> backbones(SweepFile sweep) {
        return sweep.backbones().stream().map(BackboneSpec::name).distinct().toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw HoldoutException.user("NO_SUCH_FILE", "cannot read the sweep file " + file + ": " + e.getMessage());
        }
    }
}
