package io.holdout.cli.chaos;

import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * When a sweep had overcome a fault, read from its journal: something was dispatched or acknowledged after it, and every
 * attempt that its victim held was dispatched anew or acknowledged. The end of the sweep counts, too, and a fault that
 * came just after it had nothing to disturb.
 */
final class Recovery {
    private final Inflicted fault;
    private final Map<TrialId, AttemptId> held = new LinkedHashMap<>();
    private final Set<TrialId> open = new HashSet<>();
    private boolean goesOn;
    private boolean hasEnded;

    private Recovery(Inflicted fault) {
        this.fault = fault;
    }

    /**
     * The wall-clock time in milliseconds; empty while there is no sign of it.
     *
     * @param events of the sweep so far
     */
    static OptionalLong of(Inflicted fault, List<SweepEvent> events) {
        var recovery = new Recovery(fault);
        int i = 0;
        while (i < events.size() && events.get(i).atMillis() <= fault.atMillis()) {
            recovery.before(events.get(i));
            i++;
        }
        if (recovery.hasEnded && i == events.size()) {
            return OptionalLong.of(fault.atMillis());
        }
        recovery.open.addAll(recovery.held.keySet());
        for (SweepEvent event : events.subList(i, events.size())) {
            if (recovery.overcomeBy(event)) {
                return OptionalLong.of(event.atMillis());
            }
        }
        return OptionalLong.empty();
    }

    private void before(SweepEvent event) {
        hasEnded = event instanceof SweepEvent.SweepFinished;
        if (event instanceof SweepEvent.AttemptStarted started
                && started.worker().equals(fault.victim())) {
            held.put(started.attempt().trial(), started.attempt());
        } else if (event instanceof SweepEvent.TrialSucceeded succeeded) {
            held.remove(succeeded.attempt().trial(), succeeded.attempt());
        } else if (event instanceof SweepEvent.AttemptFailed failed) {
            held.remove(failed.attempt().trial(), failed.attempt());
        }
    }

    private boolean overcomeBy(SweepEvent event) {
        if (event instanceof SweepEvent.SweepFinished) {
            return true;
        }
        TrialId trial = null;
        if (event instanceof SweepEvent.AttemptStarted started) {
            trial = started.attempt().trial();
        } else if (event instanceof SweepEvent.SecondAttemptStarted second) {
            trial = second.attempt().trial();
        } else if (event instanceof SweepEvent.TrialSucceeded succeeded) {
            trial = succeeded.attempt().trial();
        } else if (event instanceof SweepEvent.TrialGivenUp given) {
            open.remove(given.trial());
        }
        if (trial != null) {
            open.remove(trial);
            goesOn |= event.atMillis() >= fault.evidenceFromMillis();
        }
        return goesOn && open.isEmpty();
    }
}
