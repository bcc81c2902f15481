package io.holdout.coordinator.simulate;

import io.holdout.coordinator.schedule.QuarantinePolicy;
import io.holdout.coordinator.sweep.SweepEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The checker's own books of who failed and who succeeded, kept by other code than the state's. */
final class WorkerLedger {
    private final Map<String, Long> successesBefore = new HashMap<>();
    private final Set<String> failing = new HashSet<>();
    private long successes;

    void succeeded(String worker) {
        successes++;
        successesBefore.remove(worker);
        failing.remove(worker);
    }

    void failed(SweepEvent.AttemptFailed event) {
        if (event.reported()) {
            successesBefore.putIfAbsent(event.worker(), successes);
            failing.add(event.worker());
        }
    }

    void quarantined(SweepEvent.WorkerQuarantined event) {
        Violation.unless(
                failing.remove(event.worker()), Invariant.BLAME_FAIR, () -> "nothing failed on %s since it was blamed"
                        .formatted(event.worker()));
        Long before = successesBefore.put(event.worker(), successes);
        Violation.unless(
                before != null && successes > before, Invariant.BLAME_FAIR, () -> "%s is blamed where nothing succeeds"
                        .formatted(event.worker()));
        long length = event.untilMillis() - event.atMillis();
        Violation.unless(
                length > 0 && length <= QuarantinePolicy.LONGEST_MILLIS,
                Invariant.BLAME_FAIR,
                () -> "%s is in quarantine for %d ms".formatted(event.worker(), length));
    }
}
