package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.TrialId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Plans a submission beside the coordinator, which has beats to answer, asks the other sweeps which of its trials they have
 * finished, and says so. A sweep that does not answer has none to offer.
 */
final class ReuseActor {
    /** A sweep whose journal is away is not waited for longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private sealed interface Message {}

    /** A sweep's answer. */
    record Offered(List<Reused> results) implements Message {}

    private record Planned(Plan plan) implements Message {}

    private enum Unplanned implements Message {
        INSTANCE
    }

    private enum Late implements Message {
        INSTANCE
    }

    /** What the coordinator is told. */
    interface Outcome {
        Object of(List<Reused> taken);
    }

    private ReuseActor() {}

    /**
     * @param others oldest first
     * @param outcome what to tell the coordinator, with an empty list if there is nothing or no plan
     */
    static Behavior<?> create(
            Submission submission,
            List<ActorRef<SweepActor.Message>> others,
            ActorRef<Object> coordinator,
            Outcome outcome) {
        return Behaviors.<Object>setup(context -> {
            var blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
            ActorRef<Object> self = context.getSelf();
            blocking.execute(() -> {
                try {
                    self.tell(new Planned(submission.plan()));
                } catch (HoldoutException e) {
                    // whoever decides says why there is no plan
                    self.tell(Unplanned.INSTANCE);
                } catch (RuntimeException e) {
                    self.tell(Unplanned.INSTANCE);
                    throw e;
                }
            });
            return Behaviors.receive(Object.class)
                    .onMessage(Planned.class, planned -> {
                        Set<TrialId> wanted = planned.plan().trials().stream()
                                .map(PlannedTrial::id)
                                .collect(Collectors.toUnmodifiableSet());
                        others.forEach(other -> other.tell(new SweepActor.GetResults(wanted, self.narrow())));
                        return collecting(
                                context,
                                offered -> Reuse.of(planned.plan(), offered),
                                others.size(),
                                coordinator,
                                outcome);
                    })
                    .onMessage(Unplanned.class, unplanned -> {
                        coordinator.tell(outcome.of(List.of()));
                        return Behaviors.stopped();
                    })
                    .build();
        });
    }

    /** Asks for trials that are planned already. */
    static Behavior<?> create(
            List<TrialId> wanted,
            List<ActorRef<SweepActor.Message>> others,
            ActorRef<Object> coordinator,
            Outcome outcome) {
        return Behaviors.<Object>setup(context -> {
            others.forEach(other -> other.tell(new SweepActor.GetResults(
                    Set.copyOf(wanted), context.getSelf().narrow())));
            return collecting(context, offered -> Reuse.of(wanted, offered), others.size(), coordinator, outcome);
        });
    }

    private static Behavior<Object> collecting(
            ActorContext<Object> context,
            Function<Map<TrialId, Reused>, List<Reused>> choice,
            int expected,
            ActorRef<Object> coordinator,
            Outcome outcome) {
        Map<TrialId, Reused> offered = new HashMap<>();
        int[] waiting = {expected};
        context.scheduleOnce(PATIENCE, context.getSelf(), Late.INSTANCE);
        return Behaviors.receive(Object.class)
                .onMessage(Offered.class, each -> {
                    each.results().forEach(result -> offered.merge(result.trial(), result, ReuseActor::firstByName));
                    return --waiting[0] > 0 ? Behaviors.same() : done(choice.apply(offered), coordinator, outcome);
                })
                .onMessage(Late.class, late -> done(choice.apply(offered), coordinator, outcome))
                .build();
    }

    /** Answers come in any order, and what is taken should not depend on it. */
    private static Reused firstByName(Reused one, Reused other) {
        return one.sweep().compareTo(other.sweep()) <= 0 ? one : other;
    }

    private static Behavior<Object> done(List<Reused> taken, ActorRef<Object> coordinator, Outcome outcome) {
        coordinator.tell(outcome.of(taken));
        return Behaviors.stopped();
    }
}
