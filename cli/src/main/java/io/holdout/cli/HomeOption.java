package io.holdout.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the home. */
final class HomeOption {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Folder of journal, artifacts, weights and logs (default: ~/.holdout).")
    Path folder = Home.defaultFolder();

    Home home() {
        return new Home(folder);
    }
}
