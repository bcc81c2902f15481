package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import picocli.CommandLine.Mixin;

/** The home of a coordinator that has to run for the command to make sense. */
final class RunningOption {
    @Mixin
    HomeOption home = new HomeOption();

    /** @throws HoldoutException NOT_RUNNING */
    CoordinatorClient client() {
        Home at = home.home();
        return new CoordinatorClient(at.endpoint()
                .orElseThrow(() -> HoldoutException.user(
                        "NOT_RUNNING",
                        "no coordinator runs on " + at.folder() + ": only what runs can be changed; 'holdout run' or"
                                + " 'holdout coordinator' starts one")));
    }
}
