package io.holdout.cli;

import io.holdout.coordinator.sweep.Backtest;
import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.coordinator.sweep.SweepView;
import io.holdout.coordinator.sweep.SweepViews;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says where a sweep stands. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Print where a sweep stands: live from its coordinator, or from the journal if none runs.")
final class StatusCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "SWEEP", description = "Name of the sweep (default: the newest).")
    @Nullable
    String sweep;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Option(
            names = "--backtest",
            description =
                    "Instead, read a finished sweep's events again, and compare what was forecast at each tenth with"
                            + " what came.")
    boolean backtest;

    @Mixin
    HomeOption home = new HomeOption();

    @Mixin
    ServerOption server = new ServerOption();

    @Override
    public Integer call() {
        Optional<Home.Endpoint> remote = server.endpoint();
        if (remote.isPresent()) {
            show(new CoordinatorClient(remote.get()).viewOrNewest(Optional.ofNullable(sweep)));
            return ExitCode.OK;
        }
        Home at = home.home();
        StoredSweep stored = StoredSweep.of(at, Optional.ofNullable(sweep));
        if (backtest) {
            BacktestText.lines(Backtest.of(stored.events())).forEach(System.out::println);
            return ExitCode.OK;
        }
        String name = stored.state().plan().name();
        SweepView view = at.endpoint()
                .map(endpoint -> new CoordinatorClient(endpoint).view(name))
                .orElseGet(() -> SweepViews.of(stored.state(), Map.of(), List.of(), System.currentTimeMillis()));
        show(view);
        if (!json && at.endpoint().isEmpty() && view.phase() == SweepPhase.RUNNING) {
            System.out.println("no coordinator runs on " + at.folder() + "; the same run command goes on");
        }
        return ExitCode.OK;
    }

    private void show(SweepView view) {
        if (json) {
            System.out.println(CanonicalJson.write(view));
        } else {
            ProgressView.block(view, 100).forEach(System.out::println);
        }
    }
}
