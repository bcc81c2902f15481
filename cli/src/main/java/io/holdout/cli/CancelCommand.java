package io.holdout.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Cancels a running sweep. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "Stop a running sweep for good; what is done stays, and running it again goes on from there.")
final class CancelCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SWEEP", description = "Name of the sweep.")
    String sweep = "";

    @Mixin
    RunningOption running = new RunningOption();

    @Override
    public Integer call() {
        running.client().cancel(sweep);
        System.out.println("cancelled " + sweep);
        return ExitCode.OK;
    }
}
