package io.holdout.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    HandInOption handIn = new HandInOption();

    @Override
    public Integer call() {
        CoordinatorClient client = handIn.running.client();
        SweepRun.Prepared prepared = handIn.prepared(file);
        int before = client.view(prepared.name()).trials().total();
        client.extend(prepared.name(), prepared.submission(), prepared.fresh());
        int after = client.view(prepared.name()).trials().total();
        System.out.println(prepared.name() + ": " + before + " trials, now " + after);
        return ExitCode.OK;
    }
}
