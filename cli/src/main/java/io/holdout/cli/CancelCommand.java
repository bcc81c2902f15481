package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
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
    HomeOption home = new HomeOption();

    @Override
    public Integer call() {
        Home at = home.home();
        new CoordinatorClient(at.endpoint()
                        .orElseThrow(() -> HoldoutException.user(
                                "NOT_RUNNING",
                                "no coordinator runs on " + at.folder() + ": there is nothing to cancel")))
                .cancel(sweep);
        System.out.println("cancelled " + sweep);
        return ExitCode.OK;
    }
}
