package io.holdout.cli;

import io.holdout.coordinator.plan.PlanSummary;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Hands a sweep to a coordinator that runs. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description =
                "Hand a sweep file to the coordinator that runs on a home or elsewhere, and return; 'status' tells how it goes."
                        + " Handing it in again goes on with it.")
final class SubmitCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The sweep file; see examples/ and docs/sweep.schema.json.")
    Path file = Path.of("sweep.yaml");

    @Mixin
    HandInOption handIn = new HandInOption();

    @Override
    public Integer call() {
        CoordinatorClient client = handIn.running.client();
        SweepRun.Prepared prepared = handIn.prepared(file);
        client.submit(prepared.name(), prepared.submission(), prepared.fresh());
        var plan = prepared.submission().plan();
        System.out.println(prepared.name() + ": " + plan.experiments().size() + " cells, " + PlanSummary.size(plan));
        return ExitCode.OK;
    }
}
