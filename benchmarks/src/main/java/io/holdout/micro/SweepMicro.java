package io.holdout.micro;

import io.holdout.coordinator.sweep.Rules;
import io.holdout.coordinator.sweep.SweepRequest;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.coordinator.sweep.Turn;
import io.holdout.protocol.trial.AttemptId;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Decisions and their events on a sweep of some 10,000 trials of which half have ended; without journal and network. */
@State(Scope.Benchmark)
public class SweepMicro {
    /** Each is some 1,100 trials. */
    @Param("10")
    public int tenths = 10;

    private RunningSweep sweep = new RunningSweep(1);
    private SweepState before = SweepState.EMPTY;
    private SweepState during = SweepState.EMPTY;
    private List<SweepRequest<String, String>> beat = List.of();
    private List<SweepRequest<String, String>> result = List.of();

    @Setup(Level.Trial)
    public void prepare() {
        sweep = new RunningSweep(tenths);
        sweep.run(sweep.state().counts().total() / 2);
        before = sweep.state();
        AttemptId attempt = sweep.beat().orElseThrow();
        during = sweep.state();
        beat = List.of(sweep.lastRequest());
        result = List.of(SweepRequest.unanswered(RunningSweep.finish(attempt)));
    }

    /** A beat that starts a trial: decision and next state. */
    @Benchmark
    public Object beatStartsTrial() {
        return Turn.of(Rules.REAL, before, beat, 2_000_000, 1).after();
    }

    /** A result: decision and next state. */
    @Benchmark
    public Object resultEndsTrial() {
        return Turn.of(Rules.REAL, during, result, 2_000_000, 1).after();
    }

    /** All of a trial, from a worker's beat on: the front's share too. The sweep goes on, and begins at its half again. */
    @Benchmark
    public Object wholeTrial() {
        if (sweep.state().counts().ready() == 0) {
            sweep.resume(before);
        }
        sweep.beat().ifPresent(sweep::report);
        return sweep.state();
    }
}
