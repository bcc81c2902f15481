package io.holdout.coordinator.sweep;

import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.artifact.LastArtifact;
import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialKind;
import io.holdout.protocol.trial.TrialResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Compares the journal with the artifact store: what the journal calls a result must be there. */
public final class ResultCheck {
    private final Function<String, Optional<byte[]>> results;
    private final Predicate<String> whole;

    ResultCheck(ArtifactStore artifacts) {
        this(artifacts::get, hash -> artifacts.getFile(hash).isPresent());
    }

    /**
     * @param results the verified bytes of an artifact that has results, by its hash
     * @param whole whether a checkpoint is there and undamaged
     */
    public ResultCheck(Function<String, Optional<byte[]>> results, Predicate<String> whole) {
        this.results = results;
        this.whole = whole;
    }

    /** Trials whose result, or a checkpoint that it names and somebody still needs, is gone or damaged. */
    public List<TrialId> lost(SweepState state) {
        var lost = new ArrayList<TrialId>();
        if (state.phase() == SweepPhase.NOT_SUBMITTED) {
            return lost;
        }
        var atHand = new LastArtifact(results);
        for (var trial : state.plan().trials()) {
            Optional<ResultRef> result = state.resultRef(trial.index());
            boolean isOver = !trial.dependents().isEmpty()
                    && trial.dependents().stream().allMatch(i -> state.status(i) == TrialStatus.SUCCEEDED);
            if (result.isPresent()
                    && !isOver
                    && !whole(result.get(), trial.spec().trialKind(), atHand)) {
                lost.add(trial.id());
            }
        }
        return lost;
    }

    /**
     * What a turn brought to light: at the end of a sweep all that is lost, so that a table that is called finished is
     * whole; before it, what attempts looked for in vain.
     */
    public List<TrialId> lostAfter(Turn<?, ?> turn) {
        boolean isOver = turn.events().stream().anyMatch(SweepEvent.SweepFinished.class::isInstance);
        return isOver ? lost(turn.after()) : lostInputs(turn.after(), turn.withoutInputs());
    }

    /** What these trials need and the store no longer has. */
    public List<TrialId> lostInputs(SweepState state, List<TrialId> trials) {
        var lost = new LinkedHashSet<TrialId>();
        var atHand = new LastArtifact(results);
        for (TrialId trial : trials) {
            for (int needed : state.plan()
                    .trials()
                    .get(state.indexOf(trial).orElseThrow())
                    .dependencies()) {
                var input = state.plan().trials().get(needed);
                Optional<ResultRef> result = state.resultRef(needed);
                if (result.isPresent() && !whole(result.get(), input.spec().trialKind(), atHand)) {
                    lost.add(input.id());
                }
            }
        }
        return List.copyOf(lost);
    }

    /** A store that cannot be read now has lost nothing: making all anew would not help it. */
    private boolean whole(ResultRef result, TrialKind kind, LastArtifact atHand) {
        try {
            return isWhole(result, kind, atHand);
        } catch (HoldoutException e) {
            return true;
        }
    }

    private boolean isWhole(ResultRef ref, TrialKind kind, LastArtifact atHand) {
        Optional<byte[]> result = atHand.read(ref);
        return kind.keepsCheckpoints()
                ? result.map(bytes -> CanonicalJson.read(new String(bytes, StandardCharsets.UTF_8), TrialResult.class))
                        .map(read -> read.artifacts().stream().allMatch(whole))
                        .orElse(false)
                : result.isPresent();
    }
}
