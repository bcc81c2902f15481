package io.holdout.micro;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.simulate.BareSweep;
import io.holdout.coordinator.sweep.Beat;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepCommand;
import io.holdout.coordinator.sweep.SweepRequest;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.AttemptId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A sweep of thousands of trials that sixteen workers of one slot have come some way with. */
final class RunningSweep {
    private static final int WORKERS = 16;
    private static final List<NodeInfo> NODES =
            List.of(BareSweep.node("sm_75", 15_360), BareSweep.node("sm_86", 24_576));

    private final BareSweep sweep;
    private int beats;

    /** @param tenths of some 1,100 trials each */
    RunningSweep(int tenths) {
        sweep = new BareSweep("running", submission(tenths));
    }

    static Plan plan(int tenths) {
        return submission(tenths).plan();
    }

    private static Submission submission(int tenths) {
        String shots =
                IntStream.rangeClosed(1, tenths).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return BareSweep.submission(
                """
                sweep: running
                targets: all
                strategies: [random-init, mm-pt]
                backbones: [conv4]
                shots: [SHOTS]
                episodes: 100
                fine_tune: {episodes_per_trial: 10}
                """
                        .replace("SHOTS", shots));
    }

    SweepState state() {
        return sweep.state();
    }

    SweepRequest<String, String> lastRequest() {
        return sweep.lastRequest();
    }

    void resume(SweepState before) {
        sweep.resume(before);
    }

    /** The next worker, which has a free slot, gets a trial if one is ready. */
    Optional<AttemptId> beat() {
        int number = beats++;
        var beat = new Beat("w" + number % WORKERS, 1, NODES.get(number % NODES.size()), 1, List.of());
        return sweep.beat(beat, number).stream().findFirst();
    }

    /** A worker says what came of it. */
    void report(AttemptId attempt) {
        sweep.report(attempt, finish(attempt), "w0");
    }

    static SweepCommand finish(AttemptId attempt) {
        return new SweepCommand.FinishTrial(attempt, attempt.trial().hex(), 0.5, 1_000, "w0", NODES.get(0));
    }

    /** Until so many trials have ended. */
    void run(int trials) {
        while (state().counts().succeeded() < trials) {
            report(beat().orElseThrow(() -> new IllegalStateException("no trial is ready: " + state().counts())));
        }
    }
}
