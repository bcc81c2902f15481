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

    @Mixin
    ServerOption server = new ServerOption();

    @Override
    public Integer call() {
        new CoordinatorClient(server.endpoint().orElseGet(this::local)).cancel(sweep);
        System.out.println("cancelled " + sweep);
        return ExitCode.OK;
    }

    private Home.Endpoint local() {
        Home at = home.home();
        return at.endpoint()
                .orElseThrow(() -> HoldoutException.user(
                        "NOT_RUNNING", "no coordinator runs on " + at.folder() + ": there is nothing to cancel"));
    }
}
