package io.holdout.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists sweeps. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List the sweeps that a coordinator has, oldest first, with their phases.")
final class ListCommand implements Callable<Integer> {
    @Mixin
    RunningOption running = new RunningOption();

    @Override
    public Integer call() {
        running.client().sweeps().forEach(line -> System.out.println(line.phase() + "  " + line.sweep()));
        return ExitCode.OK;
    }
}
