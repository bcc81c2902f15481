package io.holdout.coordinator.collect;

import io.holdout.coordinator.sweep.Named;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.artifact.LastArtifact;
import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * All that the events of sweeps refer to: every result that was ever accepted or that differed, the checkpoints that they
 * name, initial weights. More than a sweep needs now, so that none has to be understood to be kept.
 */
public final class References {
    private final Set<String> weights = new HashSet<>();
    private final Set<ResultRef> results = new LinkedHashSet<>();
    private final Set<TrialId> unfinished = new HashSet<>();

    /** The events of one sweep, first to last. */
    public final class Sweep {
        private final String name;
        private final Set<TrialId> running = new HashSet<>();
        private boolean submitted;

        private Sweep(String name) {
            this.name = name;
        }

        public void add(SweepEvent event) {
            if (!submitted && !(event instanceof SweepEvent.SweepSubmitted)) {
                throw new HoldoutException(new Failure(
                        FailureClass.INFRASTRUCTURE,
                        "JOURNAL",
                        "the journal of sweep '" + name + "' does not begin with its submission but with " + event));
            }
            if (event instanceof SweepEvent.SweepSubmitted each) {
                submitted = true;
                each.weights().stream().map(Named::value).forEach(weights::add);
            } else if (event instanceof SweepEvent.SweepExtended each) {
                each.to().weights().stream().map(Named::value).forEach(weights::add);
            } else if (event instanceof SweepEvent.ResultsReused each) {
                each.results().forEach(reused -> results.add(reused.ref()));
            } else if (event instanceof SweepEvent.AttemptStarted each) {
                running.add(each.attempt().trial());
            } else if (event instanceof SweepEvent.TrialSucceeded each) {
                results.add(each.ref());
                running.remove(each.attempt().trial());
            } else if (event instanceof SweepEvent.ResultDiverged each) {
                results.add(each.ref());
            } else if (event instanceof SweepEvent.ResultLost each) {
                running.add(each.trial());
            }
        }

        /** There are no more. */
        public void end() {
            unfinished.addAll(running);
        }
    }

    public Sweep sweep(String name) {
        return new Sweep(name);
    }

    /**
     * The hashes of all that is referred to. Results that are gone or damaged name nothing: their trials run anew.
     *
     * @param bytesOf the verified bytes of an artifact
     * @throws HoldoutException what {@code bytesOf} throws; RESULT_UNREADABLE for a result of another version
     */
    public Set<String> artifacts(Function<String, Optional<byte[]>> bytesOf) {
        var all = new HashSet<>(weights);
        var atHand = new LastArtifact(bytesOf);
        for (ResultRef ref : results) {
            all.add(ref.artifact());
            atHand.read(ref).ifPresent(bytes -> all.addAll(checkpoints(ref.hash(), bytes)));
        }
        return all;
    }

    private static Set<String> checkpoints(String hash, byte[] bytes) {
        try {
            return CanonicalJson.read(new String(bytes, StandardCharsets.UTF_8), TrialResult.class)
                    .artifacts();
        } catch (IllegalArgumentException e) {
            throw HoldoutException.infrastructure(
                    "RESULT_UNREADABLE",
                    "result " + hash + " is whole, but this version cannot read which checkpoints it names",
                    e);
        }
    }

    /** Trials that were started and have no result, in any sweep: their checkpoints are of use. */
    public Set<TrialId> unfinished() {
        return Set.copyOf(unfinished);
    }
}
