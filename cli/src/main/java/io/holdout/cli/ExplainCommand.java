package io.holdout.cli;

import io.holdout.coordinator.report.explain.Explanation;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells where one number comes from. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Walk from one number of the table to its episodes, trials, attempts with their failures, nodes,"
                + " devices, seeds, weights, data fingerprints, recipe and code version.")
final class ExplainCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ROW", description = "As the table names it, such as 'mm-pt conv4'.")
    String row = "";

    @Parameters(index = "1", paramLabel = "TASK", description = "Such as 'bus/malignancy'.")
    String task = "";

    @Option(names = "--sweep", paramLabel = "SWEEP", description = "Name of the sweep (default: the newest).")
    @Nullable
    String sweep;

    @Mixin
    HomeOption home = new HomeOption();

    @Mixin
    ServerOption server = new ServerOption();

    @Override
    public Integer call() {
        Optional<String> wanted = Optional.ofNullable(sweep);
        System.out.print(server.endpoint()
                .map(CoordinatorClient::new)
                .map(remote -> remote.explanation(remote.nameOrNewest(wanted), row, task))
                .orElseGet(() -> explanation(StoredSweep.of(home.home(), wanted))));
        System.out.flush();
        return ExitCode.OK;
    }

    private String explanation(StoredSweep stored) {
        return Explanation.of(
                stored.state(), stored.outcomes(), stored.events()::forEach, row, task, millis -> Instant.ofEpochMilli(
                                millis)
                        .toString());
    }
}
