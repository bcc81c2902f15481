package io.holdout.coordinator.report;

import io.holdout.coordinator.sweep.SweepState;
import io.holdout.coordinator.sweep.TrialStatus;
import io.holdout.protocol.artifact.LastArtifact;
import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The results of a sweep, from its state and the bytes of what its trials left. */
public final class StoredOutcomes {
    private static final Outcome UNREAD = new Outcome.Done(new TrialResult.Adapted(List.of()));

    private StoredOutcomes() {}

    /**
     * The outcome of each trial, as {@link Table#of} asks for it.
     *
     * @param results the verified bytes of an artifact by its hash; empty if it is gone or damaged
     */
    public static IntFunction<Outcome> of(SweepState state, Function<String, Optional<byte[]>> results) {
        var atHand = new LastArtifact(results);
        return index -> switch (state.status(index)) {
            case SUCCEEDED -> result(state.resultRef(index).orElseThrow(), atHand);
            case RUNNING -> new Outcome.Running();
            case GIVEN_UP -> new Outcome.Failed(state.lastFailure(index));
            case WAITING, READY -> new Outcome.NotRun();
        };
    }

    /** As {@link #of}, for who wants to know how far trials are: results are not read, and those that it has are empty. */
    public static IntFunction<Outcome> unread(SweepState state) {
        return index -> state.status(index) == TrialStatus.SUCCEEDED
                ? UNREAD
                : of(state, hash -> Optional.empty()).apply(index);
    }

    /**
     * All that a report is made from.
     *
     * @param results as of {@link #of}
     */
    public static Results results(SweepState state, Function<String, Optional<byte[]>> results) {
        return Results.of(state.plan(), of(state, results), Origins.of(state));
    }

    /** As {@link #results(SweepState, Function)}, where the evidence of all cells is known already; only curves are read. */
    public static Results results(
            SweepState state, List<List<Evidence>> evidence, Function<String, Optional<byte[]>> results) {
        List<Curve> curves = Curve.of(state.plan(), of(state, results));
        return Results.of(state.plan(), evidence, Origins.of(state), curves);
    }

    private static Outcome result(ResultRef ref, LastArtifact artifacts) {
        return artifacts
                .read(ref)
                .<Outcome>map(bytes -> new Outcome.Done(
                        CanonicalJson.read(new String(bytes, StandardCharsets.UTF_8), TrialResult.class)))
                .orElseGet(() -> new Outcome.Failed(new Failure(
                        FailureClass.INFRASTRUCTURE,
                        Failure.ARTIFACT_MISSING,
                        "the result " + ref.hash() + " is gone or damaged; run the sweep again to make it anew")));
    }
}
