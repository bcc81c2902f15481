package io.holdout.cli;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.coordinator.sweep.TrialView;
import io.holdout.coordinator.sweep.TrialViews;
import io.holdout.protocol.trial.TrialId;
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

    @Mixin
    ServerOption server = new ServerOption();

    @Override
    public Integer call() {
        Optional<Home.Endpoint> remote = server.endpoint();
        if (remote.isPresent()) {
            var client = new CoordinatorClient(remote.get());
            String name = client.viewOrNewest(Optional.ofNullable(sweep)).sweep();
            client.trials(name, status == null ? "" : "status=" + word(status)).forEach(TrialsCommand::print);
            return ExitCode.OK;
        }
        SweepState state =
                StoredSweep.of(home.home(), Optional.ofNullable(sweep)).state();
        for (PlannedTrial trial : state.plan().trials()) {
            if (status == null
                    || word(status).equals(word(state.status(trial.index()).name()))) {
                print(TrialViews.of(state, trial.index()));
            }
        }
        return ExitCode.OK;
    }

    private static String word(String status) {
        return status.toLowerCase(Locale.ROOT);
    }

    private static void print(TrialView trial) {
        Double headline = trial.headline();
        System.out.printf(
                Locale.ROOT,
                "%s  %-9s  %2d  %6s  %s%n",
                new TrialId(trial.trial()).shortHex(),
                trial.status(),
                trial.attempts(),
                headline == null ? "" : String.format(Locale.ROOT, "%.4f", headline),
                trial.label());
    }
}
