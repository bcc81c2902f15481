package io.holdout.micro;

import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.message.AttemptSucceeded;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.message.WorkerBeat;
import io.holdout.protocol.trial.AttemptId;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The same values as plain records that Java and Jackson can write: an id is its text, an actor its address. That is less
 * work than Holdout's own form has, which makes text of an actor and bytes of an id.
 */
final class Mirrors {
    private Mirrors() {}

    record Node(
            String host,
            long pid,
            String device,
            String engine,
            int threads,
            String java,
            String version,
            String model,
            int memoryMiB)
            implements Serializable {
        static Node of(NodeInfo node) {
            return new Node(
                    node.host(),
                    node.pid(),
                    node.device(),
                    node.engine(),
                    node.threads(),
                    node.java(),
                    node.version(),
                    node.model(),
                    node.memoryMiB());
        }
    }

    record Attempt(String sweep, String trial, int number) implements Serializable {
        static Attempt of(AttemptId id) {
            return new Attempt(id.sweep(), id.trial().hex(), id.number());
        }
    }

    record Held(Attempt attempt, long done, long total, String note) implements Serializable {}

    record Beat(
            String worker,
            long incarnation,
            Node node,
            int slots,
            List<Held> held,
            String replyTo,
            int protocol,
            int ahead,
            long images,
            int memoryUsedMiB)
            implements Serializable {
        static Beat of(WorkerBeat beat, String replyTo) {
            return new Beat(
                    beat.worker(),
                    beat.incarnation(),
                    Node.of(beat.node()),
                    beat.slots(),
                    list(beat.held().stream()
                            .map(each -> new Held(Attempt.of(each.attempt()), each.done(), each.total(), each.note()))
                            .toList()),
                    replyTo,
                    beat.protocol(),
                    beat.ahead(),
                    beat.images(),
                    beat.memoryUsedMiB());
        }
    }

    record Given(String trial, String result) implements Serializable {}

    record Order(Attempt attempt, String spec, List<Given> inputs) implements Serializable {
        static Order of(RunAttempt order) {
            return new Order(
                    Attempt.of(order.attempt()),
                    order.spec(),
                    list(order.inputs().stream()
                            .map(each -> new Given(each.trial().hex(), each.result()))
                            .toList()));
        }
    }

    record Success(
            String worker,
            Attempt attempt,
            String result,
            double headline,
            long durationMillis,
            Node node,
            String replyTo)
            implements Serializable {
        static Success of(AttemptSucceeded success, String replyTo) {
            return new Success(
                    success.worker(),
                    Attempt.of(success.attempt()),
                    success.result(),
                    success.headline(),
                    success.durationMillis(),
                    Node.of(success.node()),
                    replyTo);
        }
    }

    record Started(long epoch, Attempt attempt, String worker, long incarnation, long atMillis)
            implements Serializable {
        static Started of(JournalEntry entry) {
            var event = (SweepEvent.AttemptStarted) entry.event();
            return new Started(
                    entry.epoch(), Attempt.of(event.attempt()), event.worker(), event.incarnation(), event.atMillis());
        }
    }

    record Succeeded(
            long epoch,
            Attempt attempt,
            String result,
            double headline,
            long durationMillis,
            String worker,
            Node node,
            long atMillis)
            implements Serializable {
        static Succeeded of(JournalEntry entry) {
            var event = (SweepEvent.TrialSucceeded) entry.event();
            return new Succeeded(
                    entry.epoch(),
                    Attempt.of(event.attempt()),
                    event.result(),
                    event.headline(),
                    event.durationMillis(),
                    event.worker(),
                    Node.of(event.node()),
                    event.atMillis());
        }
    }

    /** The list that a program would make. */
    private static <T> List<T> list(List<T> values) {
        return new ArrayList<>(values);
    }
}
