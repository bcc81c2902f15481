package io.holdout.cli.chaos;

import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the journal of a sweep that ended and names what must never be in one. */
final class JournalAudit {
    private final List<String> violations = new ArrayList<>();
    private final Map<TrialId, AttemptId> newest = new HashMap<>();
    private final Map<TrialId, Set<AttemptId>> running = new HashMap<>();
    private final Set<TrialId> done = new HashSet<>();
    private boolean finished;
    private long epoch;

    private JournalAudit() {}

    /** What is wrong, a sentence each; empty if nothing is. */
    static List<String> violations(List<JournalEntry> journal) {
        var audit = new JournalAudit();
        for (JournalEntry entry : journal) {
            audit.write(entry.epoch());
            audit.read(entry.event());
        }
        if (!audit.finished) {
            audit.violations.add("the journal does not say that the sweep finished");
        }
        return audit.violations;
    }

    /** A coordinator that was replaced writes no more. */
    private void write(long by) {
        if (by < epoch) {
            violations.add("a coordinator of epoch " + by + " wrote after one of epoch " + epoch);
        }
        epoch = Math.max(epoch, by);
    }

    private void read(SweepEvent event) {
        if (event instanceof SweepEvent.AttemptStarted started) {
            start(started.attempt());
        } else if (event instanceof SweepEvent.SecondAttemptStarted second) {
            startSecond(second.attempt());
        } else if (event instanceof SweepEvent.AttemptFailed failed) {
            held(failed.attempt()).remove(failed.attempt());
        } else if (event instanceof SweepEvent.TrialSucceeded succeeded) {
            succeed(succeeded.attempt());
        } else if (event instanceof SweepEvent.ResultsReused reused) {
            reused.results().forEach(each -> done.add(each.trial()));
        } else if (event instanceof SweepEvent.ResultLost lost) {
            done.remove(lost.trial());
        } else if (event instanceof SweepEvent.ResultDiverged diverged) {
            violations.add("attempt " + diverged.attempt() + " has another result than the first of its trial");
        } else if (event instanceof SweepEvent.TrialGivenUp given) {
            violations.add("trial " + given.trial().shortHex() + " was given up: " + given.failure());
        } else if (event instanceof SweepEvent.SweepFinished) {
            finished = true;
        } else if (event instanceof SweepEvent.SweepResumed
                || event instanceof SweepEvent.FailedTrialsRetried
                || event instanceof SweepEvent.SweepExtended) {
            finished = false;
        }
    }

    private void start(AttemptId attempt) {
        Set<AttemptId> before = held(attempt);
        if (!before.isEmpty()) {
            violations.add("attempt " + attempt + " was dispatched while " + before + " held its trial");
        }
        dispatch(attempt);
    }

    private void startSecond(AttemptId attempt) {
        if (held(attempt).size() != 1) {
            violations.add("attempt " + attempt + " was dispatched as the second beside " + held(attempt));
        }
        dispatch(attempt);
    }

    private Set<AttemptId> held(AttemptId attempt) {
        return running.computeIfAbsent(attempt.trial(), trial -> new HashSet<>());
    }

    private void dispatch(AttemptId attempt) {
        AttemptId before = newest.put(attempt.trial(), attempt);
        if (before != null && before.number() >= attempt.number()) {
            violations.add("attempt " + attempt + " was dispatched after " + before);
        }
        held(attempt).add(attempt);
        if (done.contains(attempt.trial())) {
            violations.add("attempt " + attempt + " was dispatched although its trial was done");
        }
    }

    private void succeed(AttemptId attempt) {
        if (!held(attempt).contains(attempt)) {
            violations.add("attempt " + attempt + " was accepted although it did not hold its trial");
        }
        running.remove(attempt.trial());
        if (!done.add(attempt.trial())) {
            violations.add("trial " + attempt.trial().shortHex() + " was accepted twice");
        }
    }
}
