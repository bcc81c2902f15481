package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.worker.data.demo.DemoData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Paints data and runs all of MedIMeta on it. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Paint small stand-ins for MedIMeta's 19 datasets, then run all 54 leave-one-out "
                + "experiments with three strategies on them, with real actors, a real journal and real "
                + "training; ends with the table.")
final class DemoCommand implements Callable<Integer> {
    @Mixin
    HomeOption home = new HomeOption();

    @Mixin
    WorkersOption workers = new WorkersOption();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the painter (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(names = "--port", paramLabel = "N", description = "Port for workers (default: any free one).")
    int port;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Another sweep file than the built-in examples/demo.yaml.")
    Path file = Path.of("");

    @Override
    public Integer call() {
        Home at = home.home();
        Path data = at.folder().resolve("demo-data-" + seed);
        DemoData.write(data, seed, (done, all) -> Step.now("Painting datasets: " + done + " of " + all));
        Step.done("Data: " + data);
        Path sweep = file.toString().isEmpty() ? builtIn(at) : file;
        return new SweepRun(at, data, workers, port).run(sweep);
    }

    private static Path builtIn(Home home) {
        Path file = home.folder().resolve("demo.yaml");
        try (var in = DemoCommand.class.getResourceAsStream("demo.yaml")) {
            if (in == null) {
                throw new IllegalStateException("demo.yaml is missing from the class path");
            }
            Files.write(file, in.readAllBytes());
            return file;
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
