package io.holdout.cli.chaos;

import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.trial.AttemptId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a fault finds.
 *
 * @param home of the sweep that runs
 * @param busy workers that hold an attempt, as the journal says
 * @param coordinator process of the one that serves
 */
record Scene(Path home, Set<String> busy, OptionalLong coordinator) {
    /** @param events of the sweep so far */
    static Scene of(Path home, List<SweepEvent> events, OptionalLong coordinator) {
        Map<AttemptId, String> held = new HashMap<>();
        for (SweepEvent event : events) {
            if (event instanceof SweepEvent.AttemptStarted started) {
                held.put(started.attempt(), started.worker());
            } else if (event instanceof SweepEvent.SecondAttemptStarted second) {
                held.put(second.attempt(), second.worker());
            } else if (event instanceof SweepEvent.TrialSucceeded succeeded) {
                held.keySet().removeIf(attempt -> attempt.trial()
                        .equals(succeeded.attempt().trial()));
            } else if (event instanceof SweepEvent.AttemptFailed failed) {
                held.remove(failed.attempt());
            }
        }
        return new Scene(home, new TreeSet<>(held.values()), coordinator);
    }
}
