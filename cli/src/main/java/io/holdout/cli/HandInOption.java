package io.holdout.cli;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is handed to a coordinator with a sweep file. */
final class HandInOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "Folder of datasets in MedIMeta's form.")
    Path data = Path.of(".");

    @Option(
            names = "--fresh",
            description =
                    "Run all trials, also those that other sweeps of the coordinator's home have finished; usually their"
                            + " results are taken over.")
    boolean fresh;

    @Mixin
    RunningOption running = new RunningOption();

    SweepRun.Prepared prepared(Path file) {
        return new SweepRun(running.home.home(), data, new WorkersOption(), 0)
                .prepare(file)
                .asFresh(fresh);
    }
}
