package io.holdout.coordinator.sweep;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.trial.TrialId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Workers whose last attempts failed, kept from events, so that every coordinator judges alike. Immutable.
 *
 * @param successes results accepted in this sweep so far, also those lost since
 */
record Suspects(long successes, PMap<String, Suspect> byWorker) {
    static final Suspects NONE = new Suspects(0, HashTreePMap.empty());

    /** Names of workers come and go in a long sweep; beyond this many the one is forgotten that failed longest ago. */
    static final int MOST = 1_000;

    static Suspects of(long successes, List<Suspect> all) {
        PMap<String, Suspect> byWorker = HashTreePMap.empty();
        for (Suspect suspect : all) {
            byWorker = byWorker.plus(suspect.worker(), suspect);
        }
        return new Suspects(successes, byWorker);
    }

    Optional<Suspect> find(String worker) {
        return Optional.ofNullable(byWorker.get(worker));
    }

    /** All, by name. */
    List<Suspect> all() {
        return byWorker.values().stream()
                .sorted(Comparator.comparing(Suspect::worker))
                .toList();
    }

    Suspects failed(String worker, TrialId trial, Failure failure, long now) {
        var before = find(worker).orElse(new Suspect(worker, List.of(), successes, 0, 0, failure, now));
        return new Suspects(successes, bounded(worker).plus(worker, before.failing(trial, failure, now)));
    }

    private PMap<String, Suspect> bounded(String next) {
        if (byWorker.size() < MOST || byWorker.containsKey(next)) {
            return byWorker;
        }
        return byWorker.values().stream()
                .min(Comparator.comparingLong(Suspect::atMillis).thenComparing(Suspect::worker))
                .map(oldest -> byWorker.minus(oldest.worker()))
                .orElse(byWorker);
    }

    Suspects succeeded(String worker) {
        return new Suspects(successes + 1, byWorker.minus(worker));
    }

    Suspects quarantined(String worker, long until) {
        return find(worker)
                .map(suspect -> new Suspects(successes, byWorker.plus(worker, suspect.quarantined(until, successes))))
                .orElse(this);
    }
}
