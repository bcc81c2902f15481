package io.holdout.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps a worker from new work. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description =
                "Give a worker no new work, in any sweep, also after it or the coordinator restarted; what it runs "
                        + "it finishes. To have it hand back at once what it runs, stop its process (SIGTERM).")
final class DrainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "WORKER", description = "Name of the worker, as 'status' shows it.")
    String worker = "";

    @Option(names = "--undo", description = "Give it work again.")
    boolean undo;

    @Mixin
    RunningOption running = new RunningOption();

    @Override
    public Integer call() {
        running.client().drain(worker, !undo);
        System.out.println(undo ? worker + " gets work again" : worker + " gets no new work");
        return ExitCode.OK;
    }
}
