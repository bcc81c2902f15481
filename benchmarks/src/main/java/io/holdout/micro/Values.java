package io.holdout.micro;

import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.message.AttemptSucceeded;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.message.TrialInput;
import io.holdout.protocol.message.WorkerBeat;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialId;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;

/** Messages and events as a run has them. */
final class Values {
    private static final int HELD = 8;
    private static final long AT = 1_764_000_000_000L;
    static final NodeInfo NODE =
            new NodeInfo("node-17", 4_711, "cuda:0", "PyTorch 2.7.1", 1, "17.0.17", "0.1.0", "sm_86", 24_576);

    private final ActorRef<ToWorker> worker;
    private final String spec;

    /** @param spec canonical JSON of a trial */
    Values(ActorRef<ToWorker> worker, String spec) {
        this.worker = worker;
        this.spec = spec;
    }

    private static TrialId trial(int number) {
        return new TrialId(CanonicalJson.sha256("trial " + number));
    }

    private static AttemptId attempt(int number) {
        return new AttemptId("medimeta", trial(number), 1);
    }

    WorkerBeat beat() {
        List<AttemptProgress> held = IntStream.range(0, HELD)
                .mapToObj(i -> new AttemptProgress(attempt(i), 10 + i, 100, "episode " + i + " of 25"))
                .toList();
        return new WorkerBeat("worker-3", AT, NODE, HELD, 0, held, worker);
    }

    RunAttempt order() {
        return new RunAttempt(
                attempt(1), spec, List.of(new TrialInput(trial(2), CanonicalJson.sha256("a checkpoint"), "")));
    }

    AttemptSucceeded success() {
        return new AttemptSucceeded(
                "worker-3", attempt(1), CanonicalJson.sha256("a result"), 0.7315, 48_211, NODE, worker, "");
    }

    static JournalEntry started() {
        return new JournalEntry(7, new SweepEvent.AttemptStarted(attempt(1), "worker-3", AT, AT + 50));
    }

    static JournalEntry succeeded() {
        return new JournalEntry(
                7,
                new SweepEvent.TrialSucceeded(
                        attempt(1), CanonicalJson.sha256("a result"), 0.7315, 48_211, "worker-3", NODE, AT + 50));
    }
}
