package io.holdout.cli.chaos;

import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayList;
import java.util.List;

/** Writes journals by hand, an event after the other. */
final class Journals {
    private static final NodeInfo NODE = new NodeInfo("host", 1, "cpu", "engine", 1, "17", "test");

    private final List<SweepEvent> events = new ArrayList<>();

    static AttemptId attempt(String trial, int number) {
        return new AttemptId("test", new TrialId(CanonicalJson.sha256(trial)), number);
    }

    Journals started(String trial, int number, String worker, long at) {
        events.add(new SweepEvent.AttemptStarted(attempt(trial, number), worker, 1, at));
        return this;
    }

    Journals succeeded(String trial, int number, long at) {
        events.add(new SweepEvent.TrialSucceeded(attempt(trial, number), "result", 0.5, 10, "w", NODE, at));
        return this;
    }

    Journals failed(String trial, int number, String code, long at) {
        var failure = new Failure(FailureClass.INFRASTRUCTURE, code, "it is gone");
        events.add(new SweepEvent.AttemptFailed(attempt(trial, number), failure, "w", at, at));
        return this;
    }

    Journals lost(String trial, long at) {
        events.add(new SweepEvent.ResultLost(attempt(trial, 1).trial(), "result", at));
        return this;
    }

    Journals diverged(String trial, int number, long at) {
        events.add(new SweepEvent.ResultDiverged(attempt(trial, number), "other", "w", at));
        return this;
    }

    Journals finished(long at) {
        events.add(new SweepEvent.SweepFinished(at));
        return this;
    }

    /** As one coordinator wrote it. */
    List<JournalEntry> journal() {
        return events.stream().map(event -> new JournalEntry(7, event)).toList();
    }

    List<SweepEvent> events() {
        return List.copyOf(events);
    }
}
