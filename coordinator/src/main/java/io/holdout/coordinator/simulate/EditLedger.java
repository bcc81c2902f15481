package io.holdout.coordinator.simulate;

import io.holdout.protocol.trial.AttemptId;
import java.util.HashSet;
import java.util.Set;

/** The checker's own books of what the user asked for, kept by other code than the state's. */
final class EditLedger {
    private final Set<String> drained = new HashSet<>();
    private boolean paused;
    private int mostSlots;
    private int running;

    void started(AttemptId attempt, String worker) {
        running++;
        Violation.unless(
                !paused && !drained.contains(worker) && (mostSlots == 0 || running <= mostSlots),
                Invariant.EDITS_OBEYED,
                () -> "%s starts on %s%s%s, %d run"
                        .formatted(
                                attempt,
                                worker,
                                paused ? ", paused" : "",
                                drained.contains(worker) ? ", drained" : "",
                                running));
    }

    void ended(int attempts) {
        running -= attempts;
    }

    void paused(boolean now) {
        paused = now;
    }

    void drained(String worker, boolean now) {
        if (now) {
            drained.add(worker);
        } else {
            drained.remove(worker);
        }
    }

    void mostSlots(int now) {
        mostSlots = now;
    }
}
