package io.holdout.coordinator.sweep;

import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.Seeds;
import io.holdout.protocol.trial.TrialSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Runs a sweep with a search to its end by the rules alone, with one worker, and keeps its journal. */
final class SearchedSweep {
    private static final NodeInfo NODE = new NodeInfo("host", 1, "cpu", "engine", 1, "17", "test");
    private static final long NOW = 1_000_000;
    private static final int MOST_TURNS = 5_000;

    private final Function<TrialSpec, OptionalDouble> score;
    private final UnaryOperator<SweepState> afterEachTurn;
    private final List<SweepEvent> journal = new ArrayList<>();
    private SweepState state = SweepState.EMPTY;
    private long now = NOW;

    /**
     * @param score headline of a trial; empty if it fails whenever it is run
     * @param afterEachTurn what a restart makes of a state
     */
    SearchedSweep(Function<TrialSpec, OptionalDouble> score, UnaryOperator<SweepState> afterEachTurn) {
        this.score = score;
        this.afterEachTurn = afterEachTurn;
    }

    static Submission submission(String file) {
        var fingerprints = new TreeMap<String, String>();
        for (String id : List.of("bus", "crc", "oct", "pbc")) {
            fingerprints.put(id, CanonicalJson.sha256(id));
        }
        return new Submission(file, "test.yaml", MedimetaCatalogue.load(), fingerprints, new TreeMap<>());
    }

    /** A number in [0,1) that is the trial's own. */
    static OptionalDouble own(TrialSpec spec) {
        return OptionalDouble.of((Seeds.derive(spec.id().hashCode(), "score") >>> 11) * 0x1.0p-53);
    }

    SearchedSweep submit(String file) {
        Decision decision = when(new SweepCommand.SubmitSweep(submission(file), "test"));
        if (decision.refusal() != null) {
            throw new IllegalStateException(decision.refusal().toString());
        }
        return this;
    }

    /** Gives the worker one trial after another until there is none. */
    SearchedSweep run() {
        turns(MOST_TURNS);
        if (state.phase() == SweepPhase.RUNNING) {
            throw new IllegalStateException("the sweep does not end: " + state.counts());
        }
        return this;
    }

    /** The same, for so many turns at most. */
    void turns(int most) {
        for (int turn = 0; turn < most && state.phase() == SweepPhase.RUNNING; turn++) {
            // later than any backoff
            now += 120_000;
            List<RunAttempt> orders = when(new SweepCommand.ReconcileWorker("w", 1, List.of(), 1, true))
                    .orders();
            for (RunAttempt order : orders) {
                end(order);
            }
        }
    }

    private void end(RunAttempt order) {
        TrialSpec spec = CanonicalJson.read(order.spec(), TrialSpec.class);
        OptionalDouble headline = score.apply(spec);
        if (headline.isPresent()) {
            String result = CanonicalJson.sha256("result of " + spec.id());
            when(new SweepCommand.FinishTrial(order.attempt(), result, headline.getAsDouble(), 1000, "w", NODE));
        } else {
            var failure = new Failure(FailureClass.NUMERIC, "NOT_FINITE", "the loss is NaN");
            when(new SweepCommand.FailAttempt(order.attempt(), failure, "w"));
        }
    }

    Decision when(SweepCommand command) {
        Decision decision = Decider.decide(state, command, now);
        for (SweepEvent event : decision.events()) {
            state = Evolver.evolve(state, event);
            journal.add(event);
        }
        state = afterEachTurn.apply(state);
        return decision;
    }

    SweepState state() {
        return state;
    }

    List<SweepEvent> journal() {
        return journal;
    }

    /** The events of one kind, in order. */
    <E extends SweepEvent> List<E> events(Class<E> kind) {
        return journal.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
