package io.holdout.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Goes on with a paused sweep. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Go on with a sweep that was paused or cancelled.")
final class ResumeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SWEEP", description = "Name of the sweep.")
    String sweep = "";

    @Mixin
    RunningOption running = new RunningOption();

    @Override
    public Integer call() {
        running.client().edit(sweep, "resume");
        System.out.println("resumed " + sweep);
        return ExitCode.OK;
    }
}
