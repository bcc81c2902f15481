package io.holdout.cli;

import io.holdout.coordinator.plan.PlanSummary;
import io.holdout.coordinator.plan.Planner;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.worker.data.MedimetaFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
        Catalogue catalogue;
        if (data == null) {
            catalogue = MedimetaCatalogue.load();
        } else {
            try (var folder = new MedimetaFolder(data, null)) {
                catalogue = folder.catalogue();
            }
        }
        SweepFile sweep = SweepFile.read(SweepRun.read(file), file.toString(), catalogue);
        PlanSummary summary = PlanSummary.of(
                Planner.preview(sweep, catalogue), sweep, home.home().weights().hashes(SweepRun.backbones(sweep)));
        System.out.print(json ? CanonicalJson.write(summary) + "\n" : summary.text());
        return ExitCode.OK;
    }
}
