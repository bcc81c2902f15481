package io.holdout.worker.learn;

import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.Paused;
import io.holdout.protocol.trial.Rung;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps in the artifact store where a piece of a training stopped, and lets another trial go on from there. */
final class PausedTrainings {
    private final ArtifactStore artifacts;

    PausedTrainings(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    Paused keep(Checkpoints.Checkpoint end) {
        var hashes = new TreeMap<String, String>();
        end.parts().forEach((name, bytes) -> hashes.put(name, artifacts.put(bytes)));
        return new Paused(end.facts(), hashes);
    }

    /** A trial's own checkpoints; before the first of them, where the piece before it stopped. */
    Checkpoints goingOn(@Nullable Rung rung, Map<TrialId, TrialResult> inputs, Checkpoints own) {
        TrialId before = rung == null ? null : rung.from();
        return before == null ? own : new GoingOn(own, () -> load(before, paused(before, inputs)));
    }

    private static Paused paused(TrialId trial, Map<TrialId, TrialResult> inputs) {
        TrialResult result = inputs.get(trial);
        Paused paused = result instanceof TrialResult.Pretrained pretrained
                ? pretrained.paused()
                : result instanceof TrialResult.Supervised supervised ? supervised.paused() : null;
        if (paused == null) {
            throw new IllegalStateException("the order lacks where " + trial + " stopped");
        }
        return paused;
    }

    private Checkpoints.Checkpoint load(TrialId trial, Paused paused) {
        var parts = new HashMap<String, byte[]>();
        paused.parts()
                .forEach((name, hash) -> parts.put(
                        name,
                        artifacts
                                .get(hash)
                                .orElseThrow(() -> new HoldoutException(new Failure(
                                        FailureClass.INFRASTRUCTURE,
                                        Failure.ARTIFACT_MISSING,
                                        "the " + name + " of paused " + trial.shortHex() + " (" + hash
                                                + ") is not in the artifact store, or damaged")))));
        return new Checkpoints.Checkpoint(paused.facts(), parts);
    }

    private record GoingOn(Checkpoints own, Supplier<Checkpoint> before) implements Checkpoints {
        @Override
        public Optional<Checkpoint> latest() {
            return own.latest().or(() -> Optional.of(before.get()));
        }

        @Override
        public boolean due() {
            return own.due();
        }

        @Override
        public void save(long position, String facts, Map<String, Supplier<byte[]>> parts) {
            own.save(position, facts, parts);
        }
    }
}
