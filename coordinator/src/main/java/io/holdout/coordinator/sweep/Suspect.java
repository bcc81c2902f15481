package io.holdout.coordinator.sweep;

import io.holdout.coordinator.schedule.QuarantinePolicy;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A worker whose last attempts failed.
 *
 * @param failed trials that failed on it since its last success, each for the first time in its class of failures; at most
 *     {@link QuarantinePolicy#FAILED_TRIALS}, oldest first; empty again once it is in quarantine
 * @param successesBefore successes in the whole sweep before the first of them
 * @param quarantines how often it was in quarantine since its last success
 * @param untilMillis when its last quarantine ends, by the coordinator's wall clock; 0 if there was none
 * @param lastFailure on it, whichever trial it was
 * @param atMillis when that was
 */
public record Suspect(
        @Tag(1) String worker,
        @Tag(2) List<TrialId> failed,
        @Tag(3) long successesBefore,
        @Tag(4) int quarantines,
        @Tag(5) long untilMillis,
        @Tag(6) Failure lastFailure,
        @Tag(7) long atMillis)
        implements WireValue {

    /** Whether it is kept from work. An end further off than any quarantine was written by a clock that was ahead. */
    boolean isQuarantined(long now) {
        return now < untilMillis && untilMillis <= now + QuarantinePolicy.LONGEST_MILLIS;
    }

    /** Whether it has come out of quarantine and not succeeded since. */
    boolean isOnProbation() {
        return quarantines > 0;
    }

    /**
     * Whether it, and not the trials, is to blame.
     *
     * @param successes in the whole sweep; if none came since, there may be nothing on which anything succeeds
     */
    boolean isToBlame(long successes) {
        int enough = isOnProbation() ? 1 : QuarantinePolicy.FAILED_TRIALS;
        return failed.size() >= enough && successes > successesBefore;
    }

    Suspect failing(TrialId trial, Failure failure, long now) {
        var trials = new ArrayList<>(failed);
        if (!trials.contains(trial)) {
            trials.add(trial);
        }
        if (trials.size() > QuarantinePolicy.FAILED_TRIALS) {
            trials.remove(0);
        }
        return new Suspect(worker, List.copyOf(trials), successesBefore, quarantines, untilMillis, failure, now);
    }

    /** @param successes in the whole sweep until now */
    Suspect quarantined(long until, long successes) {
        return new Suspect(worker, List.of(), successes, quarantines + 1, until, lastFailure, atMillis);
    }
}
