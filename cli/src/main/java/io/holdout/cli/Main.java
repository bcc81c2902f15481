package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line. */
@Command(
        name = "holdout",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Runs a whole few-shot benchmark - every leave-one-out experiment, every hyper-parameter trial - on",
            "processes that may die at any time, and gives back one table.",
            ""
        },
        footer = {
            "",
            "First steps:",
            "  holdout demo                          paint small data, run all 54 experiments, print the table",
            "  holdout plan examples/demo.yaml       what a sweep file means, without running it",
            "  holdout run FILE --data DIR           run it; the same command goes on after any interruption",
            "  holdout verify                        run the test suite (from a checkout)",
            "",
            "Exit codes: 0 done; 1 ended with cells that have no number; 2 wrong usage; 3 bad file or data;",
            "4 environment (home, disk, port); 5 cancelled; 6 chaos broke something; 7 a file differs from the",
            "stored results; 70 a defect; 130 Ctrl-C."
        },
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            SubmitCommand.class,
            PlanCommand.class,
            ListCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            EventsCommand.class,
            TableCommand.class,
            VerifyTableCommand.class,
            ExplainCommand.class,
            CompareCommand.class,
            TrialsCommand.class,
            CurvesCommand.class,
            CancelCommand.class,
            ExtendCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            RetryCommand.class,
            ShareCommand.class,
            DrainCommand.class,
            DataCommand.class,
            WeightsCommand.class,
            SimulateCommand.class,
            ChaosCommand.class,
            CassandraCommand.class,
            ArtifactsCommand.class,
            CertificatesCommand.class,
            VerifyCommand.class,
            VersionCommand.class,
            CoordinatorCommand.class,
            WorkerCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class Main {
    private static final int HELP_WIDTH = 110;

    private Main() {}

    public static void main(String[] arguments) {
        // the same bytes whatever the platform's charset: tables hold task names of any script
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        System.exit(execute(new PrintWriter(System.err, true, StandardCharsets.UTF_8), arguments));
    }

    static int execute(PrintWriter err, String... arguments) {
        try {
            return new CommandLine(new Main())
                    .setErr(err)
                    .setUsageHelpWidth(HELP_WIDTH)
                    .setExecutionExceptionHandler((e, command, parsed) -> report(e, command.getErr()))
                    .execute(arguments);
        } catch (LinkageError e) {
            // picocli hands exceptions on and no errors; without this the process lives on in its other threads
            return report(e, err);
        }
    }

    /** One clear error; the stack only when asked for. */
    static int report(Throwable e, PrintWriter err) {
        boolean debug = System.getenv("HOLDOUT_DEBUG") != null;
        if (e instanceof HoldoutException known) {
            err.println("holdout: " + known.getMessage());
            if (debug) {
                e.printStackTrace(err);
            }
            err.flush();
            return ExitCode.of(known);
        }
        err.println("holdout: a defect: " + e + " (HOLDOUT_DEBUG=1 shows where; please report it)");
        if (debug) {
            e.printStackTrace(err);
        }
        err.flush();
        return ExitCode.BUG;
    }
}
