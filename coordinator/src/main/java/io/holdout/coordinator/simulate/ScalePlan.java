package io.holdout.coordinator.simulate;

import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.wire.WireCodec;
import java.util.List;
import java.util.Locale;

/**
 * What MedIMeta's whole grid would take on a number of GPUs: hours, GPU-hours, what it waits for, and what its journal would
 * hold. By simulation; speeds are assumptions, named in {@code docs/scale.md}.
 *
 * @param trials of the grid
 * @param hours from the first trial to the last
 * @param gpuHours for which GPUs were there
 * @param utilisation share of these in which they ran a trial
 * @param pathHours the longest chain of trials on the fastest GPU: no number of GPUs is faster
 * @param interruptions trials that were taken from a GPU and went on elsewhere
 * @param events in the journal
 * @param journalMib their bytes, before what the database adds
 * @param mostEventsASecond in the busiest minute, on average
 */
public record ScalePlan(
        int gpus,
        int trials,
        double hours,
        double gpuHours,
        double utilisation,
        double pathHours,
        int interruptions,
        long events,
        double journalMib,
        double mostEventsASecond) {
    /** Numbers of GPUs. */
    public static final List<Integer> FLEETS = List.of(8, 64, 512);

    /** When the longest chain takes this share of all, more GPUs hardly help. */
    private static final double WAITS_FOR_PATH = 0.9;

    /** @param episodesPerTrial of the 100 episodes of a cell, at most */
    public static ScalePlan of(int gpus, int episodesPerTrial, long seed) {
        var grid = ScheduledGrid.of(episodesPerTrial);
        var run = ScheduledRun.of(grid.shared(), SchedulePolicy.holdout(grid.shared()), gpus, seed);
        long started = run.trials() + (long) run.interruptions();
        double bytes = (double) started * bytes(started())
                + (double) run.trials() * bytes(succeeded())
                + (double) run.interruptions() * bytes(failed());
        return new ScalePlan(
                gpus,
                run.trials(),
                run.makespanHours(),
                run.machineHours(),
                run.utilisation(),
                run.pathHours(),
                run.interruptions(),
                started + run.trials() + run.interruptions(),
                bytes / (1 << 20),
                run.busiestMinute() / 60.0);
    }

    /** A row of a Markdown table. */
    public String row(double dollarsAGpuHour) {
        return String.format(
                Locale.ROOT,
                "| %d | %,.0f (%.1f days) | %,.0f | %.1f%% | $%,.0f | %s | %,d | %,d | %.0f MiB | %.1f |",
                gpus,
                hours,
                hours / 24,
                gpuHours,
                100 * utilisation,
                gpuHours * dollarsAGpuHour,
                pathHours >= WAITS_FOR_PATH * hours ? "the longest chain, " + Math.round(pathHours) + " h" : "GPUs",
                interruptions,
                events,
                journalMib,
                mostEventsASecond);
    }

    /** The heads of {@link #row}. */
    public static String head() {
        return "| GPUs | hours | GPU-hours | used | cost | waits for | interruptions | events | journal | events a"
                + " second at most |\n"
                + "|---:|---:|---:|---:|---:|---|---:|---:|---:|---:|";
    }

    private static int bytes(SweepEvent event) {
        return new WireCodec().write(new JournalEntry(1, event)).length;
    }

    private static AttemptId attempt() {
        return new AttemptId("authors-grid", new TrialId(CanonicalJson.sha256("a trial")), 1);
    }

    private static SweepEvent started() {
        return new SweepEvent.AttemptStarted(attempt(), "worker-gpu-042", 1_764_000_000_000L, 1_764_000_000_000L);
    }

    private static SweepEvent succeeded() {
        var node = new NodeInfo(
                "worker-gpu-042.holdout", 4242, "cuda:0", "PyTorch 2.7.1", 1, "17.0.17", "0.1.0", "sm_90", 81_559);
        return new SweepEvent.TrialSucceeded(
                attempt(),
                CanonicalJson.sha256("a result"),
                0.7123,
                61_234,
                "worker-gpu-042",
                node,
                1_764_000_000_000L);
    }

    private static SweepEvent failed() {
        return new SweepEvent.AttemptFailed(
                attempt(),
                new Failure(FailureClass.INFRASTRUCTURE, "WORKER_LEFT", "worker worker-gpu-042 stopped"),
                "worker-gpu-042",
                1_764_000_000_000L,
                1_764_000_000_000L,
                false);
    }
}
