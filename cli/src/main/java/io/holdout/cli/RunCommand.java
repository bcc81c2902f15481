package io.holdout.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a sweep. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run a sweep file on this machine: one coordinator and some workers, each a process of its "
                + "own. Whatever dies is started again; after any interruption the same command goes on where "
                + "it was.")
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The sweep file; see examples/ and docs/sweep.schema.json.")
    Path file = Path.of("sweep.yaml");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "Folder of datasets in MedIMeta's form.")
    Path data = Path.of(".");

    @Mixin
    HomeOption home = new HomeOption();

    @Mixin
    WorkersOption workers = new WorkersOption();

    @Option(names = "--port", paramLabel = "N", description = "Port for workers (default: any free one).")
    int port;

    @Option(
            names = "--standbys",
            paramLabel = "N",
            description = "Coordinators that stand by: when the active one dies, one of them goes on within seconds "
                    + "(default: ${DEFAULT-VALUE}).")
    int standbys;

    @Mixin
    WebOption web = new WebOption();

    @Option(
            names = "--fresh",
            description =
                    "Run all trials, also those that other sweeps of this home have finished; usually their results"
                            + " are taken over.")
    boolean fresh;

    @Override
    public Integer call() {
        workers.tls.check();
        web.address();
        return new SweepRun(home.home(), data, workers, new Coordinators(port, standbys, web)).run(file, fresh);
    }
}
