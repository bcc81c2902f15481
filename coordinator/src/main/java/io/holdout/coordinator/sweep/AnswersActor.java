package io.holdout.coordinator.sweep;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Waits for the answers of several sweeps to one question, and gives a refusal among them, or the last. */
final class AnswersActor {
    /** Longer than a client waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private AnswersActor() {}

    static Behavior<SweepActor.Answer> create(int expected, ActorRef<SweepActor.Answer> replyTo) {
        return Behaviors.setup(context -> {
            context.setReceiveTimeout(
                    PATIENCE,
                    new SweepActor.Answer(new Failure(
                            FailureClass.INFRASTRUCTURE, "NOT_READY", "not all sweeps answered; ask again")));
            return waiting(expected, replyTo);
        });
    }

    private static Behavior<SweepActor.Answer> waiting(int expected, ActorRef<SweepActor.Answer> replyTo) {
        return Behaviors.receiveMessage(answer -> {
            if (answer.refusal() == null && expected > 1) {
                return waiting(expected - 1, replyTo);
            }
            replyTo.tell(answer);
            return Behaviors.stopped();
        });
    }
}
