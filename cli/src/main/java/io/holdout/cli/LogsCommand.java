package io.holdout.cli;

import io.holdout.coordinator.web.LogView;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what an attempt said. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description =
                "Print what an attempt of a trial said last: of one that runs by asking its worker, of one that is over"
                        + " what was kept.")
final class LogsCommand implements Callable<Integer> {
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    @Parameters(index = "0", paramLabel = "SWEEP", description = "Name of the sweep.")
    String sweep = "";

    @Parameters(index = "1", paramLabel = "TRIAL", description = "Its id, or as much of its start as only one has.")
    String trial = "";

    @Option(names = "--attempt", paramLabel = "N", description = "Its number, from 1 (default: the last).")
    @Nullable
    Integer attempt;

    @Option(names = "--tail", paramLabel = "N", description = "The last lines only.")
    int tail = 10_000;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the attempt is over.")
    boolean follow;

    @Mixin
    RunningOption running = new RunningOption();

    @Override
    public Integer call() {
        CoordinatorClient client = running.client();
        int which = attempt == null ? client.attempts(sweep, trial) : attempt;
        LogView log = client.log(sweep, trial, which, 0, tail);
        print(log);
        while (follow && !log.isOver()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            log = client.log(sweep, trial, which, log.next(), 10_000);
            print(log);
        }
        return ExitCode.OK;
    }

    private static void print(LogView log) {
        System.out.print(log.text());
        System.out.flush();
    }
}
