package io.holdout.cli;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlanSummary;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.plan.Planner;
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
            earlier.forEach(state ->
                    Reuse.offeredBy(state, wanted).forEach(each -> offered.putIfAbsent(each.trial(), each)));
            Set<TrialId> taken =
                    Reuse.of(plan, offered).stream().map(Reused::trial).collect(Collectors.toSet());
            return summary.reusing(plan, taken);
        }
    }
}
