package io.holdout.cli;

import io.holdout.coordinator.report.Curve;
import io.holdout.coordinator.report.CurveText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints how trials learned. */
@Command(
        name = "curves",
        mixinStandardHelpOptions = true,
        description =
                "Print the learning curves of a sweep's pre-trainings and supervised trainings, finished ones only: "
                        + "training loss, and validation loss and AUROC, by epoch.")
final class CurvesCommand implements Callable<Integer> {
    /** How curves may be printed. */
    enum Format {
        terminal,
        csv
    }

    @Parameters(arity = "0..1", paramLabel = "SWEEP", description = "Name of the sweep (default: the newest).")
    @Nullable
    String sweep;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Format format = Format.terminal;

    @Mixin
    HomeOption home = new HomeOption();

    @Mixin
    ServerOption server = new ServerOption();

    @Override
    public Integer call() {
        Optional<String> wanted = Optional.ofNullable(sweep);
        List<Curve> curves = server.endpoint()
                .map(CoordinatorClient::new)
                .map(remote -> remote.curves(remote.nameOrNewest(wanted)))
                .orElseGet(() -> StoredSweep.of(home.home(), wanted).curves());
        System.out.print(
                switch (format) {
                    case terminal -> CurveText.terminal(curves);
                    case csv -> CurveText.csv(curves);
                });
        System.out.flush();
        return ExitCode.OK;
    }
}
