package io.holdout.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many workers a command starts, and what each may use. */
final class WorkersOption {
    @Option(names = "--workers", paramLabel = "N", description = "Worker processes (default: ${DEFAULT-VALUE}).")
    int workers = 2;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Attempts a worker runs at once (default: ${DEFAULT-VALUE}).")
    int slots = 1;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Compute threads of an attempt; results are the same to the last bit for one number only "
                    + "(default: ${DEFAULT-VALUE}).")
    int threads = 1;

    @Option(
            names = "--loader-threads",
            paramLabel = "N",
            description = "Threads of a worker that read and augment images ahead (default: ${DEFAULT-VALUE}).")
    int loaderThreads = 1;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "cpu, cuda, cuda:N, or auto for a GPU if there is one (default: ${DEFAULT-VALUE}).")
    String device = "cpu";

    @Option(
            names = "--checkpoint-seconds",
            paramLabel = "N",
            description = "Time between two checkpoints of a running trial (default: ${DEFAULT-VALUE}).")
    int checkpointSeconds = 60;

    @Option(
            names = "--worker-heap",
            paramLabel = "SIZE",
            description = "Java heap of a worker at most; tensors are outside of it (default: ${DEFAULT-VALUE}).")
    String heap = "1536m";

    @Mixin
    TlsOption tls = new TlsOption();

    /** The same for a worker's own command. */
    List<String> arguments() {
        var arguments = new ArrayList<>(List.of(
                "--slots",
                String.valueOf(slots),
                "--threads",
                String.valueOf(threads),
                "--loader-threads",
                String.valueOf(loaderThreads),
                "--device",
                device,
                "--checkpoint-seconds",
                String.valueOf(checkpointSeconds)));
        arguments.addAll(tls.arguments());
        return arguments;
    }
}
