package io.holdout.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds to a sweep. */
@Command(
        name = "extend",
        mixinStandardHelpOptions = true,
        description =
                "Add strategies, seeds, targets or settings to a sweep, running or finished: FILE is its sweep file"
                        + " with more in its lists. Nothing that it has is run again, and nothing may be missing.")
final class ExtendCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The larger sweep file; its name 'sweep' says which one it extends.")
    Path file = Path.of("sweep.yaml");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "Folder of datasets in MedIMeta's form.")
    Path data = Path.of(".");

    @Option(
            names = "--fresh",
            description =
                    "Run all trials, also those that other sweeps of this home have finished; usually their results"
                            + " are taken over.")
    boolean fresh;

    @Mixin
    RunningOption running = new RunningOption();

    @Override
    public Integer call() {
        CoordinatorClient client = running.client();
        SweepRun.Prepared prepared = new SweepRun(running.home.home(), data, new WorkersOption(), 0).prepare(file);
        int before = client.view(prepared.name()).trials().total();
        client.extend(prepared.name(), prepared.submission(), fresh);
        int after = client.view(prepared.name()).trials().total();
        System.out.println(prepared.name() + ": " + before + " trials, now " + after);
        return ExitCode.OK;
    }
}
