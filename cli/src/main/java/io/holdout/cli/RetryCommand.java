package io.holdout.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Has failed trials tried again. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = "Try again, with fresh budgets, what was given up in a sweep.")
final class RetryCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SWEEP", description = "Name of the sweep.")
    String sweep = "";

    @Mixin
    RunningOption running = new RunningOption();

    @Override
    public Integer call() {
        running.client().edit(sweep, "retry");
        System.out.println("all that was given up in " + sweep + " is tried again");
        return ExitCode.OK;
    }
}
