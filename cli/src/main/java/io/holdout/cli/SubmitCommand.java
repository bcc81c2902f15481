package io.holdout.cli;

import io.holdout.coordinator.plan.PlanSummary;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands a sweep to a coordinator that runs. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description =
                "Hand a sweep file to the coordinator that runs on a home, and return; 'status' tells how it goes."
                        + " Handing it in again goes on with it.")
final class SubmitCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The sweep file; see examples/ and docs/sweep.schema.json.")
    Path file = Path.of("sweep.yaml");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "Folder of datasets in MedIMeta's form.")
    Path data = Path.of(".");

    @Option(
            names = "--fresh",
            description =
                    "Run all trials, also those that other sweeps of this home have finished; usually their results"
                            + " are taken over.")
    boolean fresh;

    @Mixin
    HomeOption home = new HomeOption();

    @Override
    public Integer call() {
        Home place = home.home();
        Home.Endpoint endpoint = place.endpoint()
                .orElseThrow(() -> HoldoutException.user(
                        "NOT_RUNNING",
                        "no active coordinator runs on " + place.folder()
                                + ": 'holdout run' starts one; on Kubernetes ask in the pod of the active one"));
        SweepRun.Prepared prepared = new SweepRun(place, data, new WorkersOption(), 0).prepare(file);
        new CoordinatorClient(endpoint).submit(prepared.name(), prepared.submission(), fresh);
        var plan = prepared.submission().plan();
        System.out.println(prepared.name() + ": " + plan.experiments().size() + " cells, " + PlanSummary.size(plan));
        return ExitCode.OK;
    }
}
