package io.holdout.cli;

import io.holdout.coordinator.plan.PlanSummary;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableText;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.coordinator.sweep.SweepView;
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
import java.util.function.Consumer;

/** Runs a sweep file on this machine to its table. */
final class SweepRun {
    private final Home home;
    private final Path data;
    private final WorkersOption workers;
    private final Coordinators coordinators;
    private final Surroundings surroundings;

    /**
     * A sweep as it is handed to a coordinator.
     *
     * @param fresh whether it runs all itself, also what other sweeps have finished
     */
    record Prepared(String name, Submission submission, boolean fresh) {
        Prepared asFresh(boolean wish) {
            return new Prepared(name, submission, wish);
        }
    }

    /** With one coordinator and none that stands by. */
    SweepRun(Home home, Path data, WorkersOption workers, int port) {
        this(home, data, workers, new Coordinators(port, 0));
    }

    SweepRun(Home home, Path data, WorkersOption workers, Coordinators coordinators) {
        this(home, data, workers, coordinators, Surroundings.USUAL);
    }

    SweepRun(Home home, Path data, WorkersOption workers, Coordinators coordinators, Surroundings surroundings) {
        this.home = home;
        this.data = data;
        this.workers = workers;
        this.coordinators = coordinators;
        this.surroundings = surroundings;
    }

    /** @return the exit code */
    int run(Path file) {
        return run(file, false);
    }

    /** @param fresh see {@link Prepared} */
    int run(Path file, boolean fresh) {
        Prepared prepared = prepare(file).asFresh(fresh);
        String name = prepared.name();
        var plan = prepared.submission().plan();
        Step.done(name + ": " + plan.experiments().size() + " cells, " + PlanSummary.size(plan) + ", " + workers.workers
                + " workers, home " + home.folder());
        var screen = new LiveScreen(System.err, Boolean.getBoolean("holdout.terminal"));
        Step.now("Starting a coordinator and " + workers.workers + " workers ...");
        SweepPhase phase;
        try {
            phase = execute(prepared, screen::line, screen::show);
            screen.close();
        } catch (LocalCluster.Silent e) {
            return e.exitCode();
        }
        Table table = new StoredSweep(home, name).table();
        System.out.print(TableText.terminal(table));
        if (phase == SweepPhase.CANCELLED) {
            return ExitCode.CANCELLED;
        }
        return table.isComplete() ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    /** Reads the sweep file, and its data and weights as far as it needs them. */
    Prepared prepare(Path file) {
        String text = read(file);
        try (var folder = new MedimetaFolder(data, home.fingerprintCache())) {
            Catalogue catalogue = folder.catalogue();
            SweepFile sweep = SweepFile.read(text, file.toString(), catalogue);
            SortedMap<String, String> fingerprints = new TreeMap<>();
            for (String dataset : sweep.datasets()) {
                Step.now("Reading " + dataset + " ...");
                fingerprints.put(dataset, folder.fingerprint(dataset));
            }
            SortedMap<String, String> weights = home.weights().keep(backbones(sweep), home.artifacts());
            return new Prepared(
                    sweep.name(),
                    new Submission(text, file.getFileName().toString(), catalogue, fingerprints, weights),
                    false);
        }
    }

    /**
     * Runs a sweep to its end with processes of its own, and ends them.
     *
     * @param tell gets a line for people when something noteworthy happens
     * @param show gets every view
     */
    SweepPhase execute(Prepared prepared, Consumer<String> tell, Consumer<SweepView> show) {
        var cluster = new LocalCluster(home, data, workers, coordinators, surroundings, tell);
        var stop = new Thread(cluster::close, "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            cluster.start(prepared);
            return cluster.watch(prepared.name(), show);
        } finally {
            cluster.close();
        }
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
