package io.holdout.cli;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlanSummary;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.plan.Planner;
import io.holdout.coordinator.schedule.Backlog;
import io.holdout.coordinator.schedule.Costs;
import io.holdout.coordinator.schedule.Device;
import io.holdout.coordinator.schedule.Fleet;
import io.holdout.coordinator.schedule.Forecast;
import io.holdout.coordinator.schedule.Shapes;
import io.holdout.coordinator.schedule.Work;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.coordinator.sweep.Reuse;
import io.holdout.coordinator.sweep.Reused;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialId;
import io.holdout.worker.data.MedimetaFolder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a sweep file means. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Print what a sweep file means, without running it: experiments, source sets, trials by "
                + "kind, what is shared and what that saves.")
final class PlanCommand implements Callable<Integer> {
    private static final double MILLIS_PER_HOUR = 3_600_000;

    @Parameters(paramLabel = "FILE", description = "The sweep file.")
    Path file = Path.of("sweep.yaml");

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of datasets (default: MedIMeta's catalogue).")
    @Nullable
    Path data;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Mixin
    HomeOption home = new HomeOption();

    @Override
    public Integer call() {
        PlanSummary summary = data == null ? summary(MedimetaCatalogue.load()) : summary(data);
        System.out.print(json ? CanonicalJson.write(summary) + "\n" : summary.text());
        return ExitCode.OK;
    }

    private PlanSummary summary(Catalogue catalogue) {
        SweepFile sweep = read(catalogue);
        return PlanSummary.of(Planner.preview(sweep, catalogue), sweep, weights(sweep));
    }

    private SweepFile read(Catalogue catalogue) {
        return SweepFile.read(SweepRun.read(file), file.toString(), catalogue);
    }

    private SortedMap<String, String> weights(SweepFile sweep) {
        return home.home().weights().hashes(SweepRun.backbones(sweep));
    }

    /** With what other sweeps have finished, if there are any: only then the data have to be read. */
    private PlanSummary summary(Path folderOfData) {
        try (var folder = new MedimetaFolder(folderOfData, home.home().fingerprintCache())) {
            SweepFile sweep = read(folder.catalogue());
            List<SweepState> earlier = EarlierSweeps.of(home.home(), sweep.name());
            PlanSummary summary = summary(folder.catalogue());
            if (earlier.isEmpty() || !summary.missing().isEmpty()) {
                return summary;
            }
            SortedMap<String, String> fingerprints = new TreeMap<>();
            sweep.datasets().forEach(dataset -> fingerprints.put(dataset, folder.fingerprint(dataset)));
            Plan plan = Planner.plan(sweep, folder.catalogue(), fingerprints, weights(sweep));
            Set<TrialId> wanted = plan.trials().stream().map(PlannedTrial::id).collect(Collectors.toSet());
            Map<TrialId, Reused> offered = new HashMap<>();
            earlier.forEach(
                    state -> Reuse.offeredBy(state, wanted).forEach(each -> offered.putIfAbsent(each.trial(), each)));
            Set<TrialId> taken =
                    Reuse.of(plan, offered).stream().map(Reused::trial).collect(Collectors.toSet());
            return summary.reusing(plan, taken).taking(hours(plan, taken, earlier));
        }
    }

    /** By what the trials of earlier sweeps took, for each kind of device that ran some. */
    private static SortedMap<String, PlanSummary.Hours> hours(Plan plan, Set<TrialId> taken, List<SweepState> earlier) {
        Costs costs = earlier.stream().map(state -> state.backlog().costs()).reduce(Costs.NONE, Costs::plus);
        IntPredicate isLeft = trial -> !taken.contains(plan.trials().get(trial).id());
        Backlog backlog = Backlog.of(new Work(Shapes.of(plan)), costs, isLeft);
        var hours = new TreeMap<String, PlanSummary.Hours>();
        for (String device : costs.devices().keySet()) {
            var alone = new Fleet(List.of(new Fleet.Part(new Device(device, 0), 1)));
            Forecast.Interval millis = backlog.forecast(isLeft, Map.of(), alone).deviceMillis();
            hours.put(
                    device,
                    new PlanSummary.Hours(
                            millis.low() / MILLIS_PER_HOUR,
                            millis.expected() / MILLIS_PER_HOUR,
                            millis.high() / MILLIS_PER_HOUR));
        }
        return hours;
    }
}
