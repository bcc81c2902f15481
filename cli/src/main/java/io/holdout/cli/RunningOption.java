package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** The coordinator that a command talks to: the one at {@code --server}, or the one that runs on the home. */
final class RunningOption {
    @Mixin
    HomeOption home = new HomeOption();

    @Mixin
    ServerOption server = new ServerOption();

    /** @throws HoldoutException NOT_RUNNING, BAD_SERVER, BAD_TOKEN */
    CoordinatorClient client() {
        Optional<Home.Endpoint> remote = server.endpoint();
        if (remote.isPresent()) {
            return new CoordinatorClient(remote.get());
        }
        Home at = home.home();
        return new CoordinatorClient(at.endpoint()
                .orElseThrow(() -> HoldoutException.user(
                        "NOT_RUNNING",
                        "no coordinator runs on " + at.folder()
                                + ": only what runs can be asked or changed; 'holdout run'"
                                + " or 'holdout coordinator' starts one, --server URL names one elsewhere")));
    }
}
