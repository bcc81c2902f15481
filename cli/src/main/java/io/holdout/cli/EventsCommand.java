package io.holdout.cli;

import io.holdout.coordinator.sweep.EventView;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what happened. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description =
                "Print the newest events of a sweep, oldest first; '!' marks those that somebody may want to look at.")
final class EventsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SWEEP", description = "Name of the sweep.")
    String sweep = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many, up to 500 (default: ${DEFAULT-VALUE}).")
    int limit = 50;

    @Mixin
    RunningOption running = new RunningOption();

    @Override
    public Integer call() {
        for (EventView event : running.client().events(sweep, limit)) {
            System.out.println(event.number() + "  " + Instant.ofEpochMilli(event.atMillis()) + " "
                    + (event.serious() ? "! " : "  ") + event.text());
        }
        return ExitCode.OK;
    }
}
