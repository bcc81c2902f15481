package io.holdout.cli;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.sweep.SweepState;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists trials. */
@Command(
        name = "trials",
        mixinStandardHelpOptions = true,
        description = "List the trials of a sweep with their status, attempts, mean AUROC and what they are.")
final class TrialsCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "SWEEP", description = "Name of the sweep (default: the newest).")
    @Nullable
    String sweep;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only waiting, ready, running, succeeded or given_up.")
    @Nullable
    String status;

    @Mixin
    HomeOption home = new HomeOption();

    @Override
    public Integer call() {
        SweepState state =
                StoredSweep.of(home.home(), Optional.ofNullable(sweep)).state();
        for (PlannedTrial trial : state.plan().trials()) {
            String word = state.status(trial.index()).name().toLowerCase(Locale.ROOT);
            if (status == null || status.equalsIgnoreCase(word)) {
                System.out.printf(
                        Locale.ROOT,
                        "%s  %-9s  %2d  %6s  %s%n",
                        trial.id().shortHex(),
                        word,
                        state.attempts(trial.index()),
                        state.headline(trial.index()).isPresent()
                                ? String.format(
                                        Locale.ROOT,
                                        "%.4f",
                                        state.headline(trial.index()).getAsDouble())
                                : "",
                        trial.label());
            }
        }
        return ExitCode.OK;
    }
}
