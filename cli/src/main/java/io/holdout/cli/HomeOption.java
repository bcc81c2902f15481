package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name the home, its journal and its artifact store. */
final class HomeOption {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Folder of journal, artifacts, weights and logs (default: ~/.holdout).")
    Path folder = Home.defaultFolder();

    @Option(
            names = "--journal",
            paramLabel = "ADDRESS",
            description =
                    "Where events are kept: 'embedded' (in the home) or cassandra://HOST:PORT,.../KEYSPACE?dc=NAME"
                            + " (default: $HOLDOUT_JOURNAL, else what the home was last run with, else embedded).")
    @Nullable
    String journal;

    @Option(
            names = "--artifacts",
            paramLabel = "ADDRESS",
            description = "Where results and checkpoints are kept: 'local' (in the home) or"
                    + " s3://BUCKET/PREFIX?region=NAME&endpoint=URL&path-style=true"
                    + " (default: $HOLDOUT_ARTIFACTS, else what the home was last run with, else local).")
    @Nullable
    String artifacts;

    /** @throws HoldoutException BAD_JOURNAL, BAD_ARTIFACTS */
    Home home() {
        var home = new Home(folder, journal, artifacts);
        // a bad address is told at once, not by a process that was started for it
        home.journal().close();
        home.artifacts();
        return home;
    }
}
