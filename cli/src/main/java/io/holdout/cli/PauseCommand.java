package io.holdout.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Pauses a sweep. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = "Start nothing new of a sweep until it is resumed; what runs goes on to its end.")
final class PauseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SWEEP", description = "Name of the sweep.")
    String sweep = "";

    @Mixin
    RunningOption running = new RunningOption();

    @Override
    public Integer call() {
        running.client().edit(sweep, "pause");
        System.out.println("paused " + sweep);
        return ExitCode.OK;
    }
}
