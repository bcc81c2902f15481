package io.holdout.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes what a sweep gets beside others. */
@Command(
        name = "share",
        mixinStandardHelpOptions = true,
        description =
                "Say what a sweep gets beside others that run at the same time. What is not given stays as it is; "
                        + "'status' shows it.")
final class ShareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SWEEP", description = "Name of the sweep.")
    String sweep = "";

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "Sweeps of a larger priority get free slots first (usually 0).")
    @Nullable
    Integer priority;

    @Option(
            names = "--weight",
            paramLabel = "W",
            description = "Slots in relation to other sweeps of the same priority (usually 1).")
    @Nullable
    Double weight;

    @Option(names = "--slots", paramLabel = "N", description = "Slots that it may fill at once; 0 for no bound.")
    @Nullable
    Integer slots;

    @Mixin
    RunningOption running = new RunningOption();

    @Override
    public Integer call() {
        running.client().share(sweep, priority, weight, slots);
        System.out.println("changed " + sweep);
        return ExitCode.OK;
    }
}
