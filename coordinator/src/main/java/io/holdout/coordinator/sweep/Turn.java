package io.holdout.coordinator.sweep;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.BeatAcknowledged;
import io.holdout.protocol.message.ReportAcknowledged;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of requests comes to: events to persist as one list, and replies to send once they are durable. Pure: the
 * actor and the simulator both persist {@link #entries()} first, then ask whether the epoch holds, and only then call
 * {@link #reply}.
 */
public final class Turn<W, C> {
    /** Where replies go. */
    public interface Replies<W, C> {
        void tell(W worker, ToWorker message);

        /** @param refusal why the command was refused; null if it was not */
        void answer(C client, @Nullable Failure refusal);

        /** Of the slots that a worker offered this many are of no use here now. */
        void left(SweepCommand.ReconcileWorker offered, int unused);
    }

    private record Decided<W, C>(SweepRequest<W, C> request, Decision decision) {}

    private final SweepState before;
    private final SweepState after;
    private final long epoch;
    private final List<SweepEvent> events;
    private final List<JournalEntry> entries;
    private final IdentityHashMap<JournalEntry, Step> steps = new IdentityHashMap<>();
    private final List<Decided<W, C>> decided;

    /** What one entry makes of a state. */
    private record Step(SweepState before, SweepState after) {}

    private Turn(Rules rules, SweepState state, List<SweepRequest<W, C>> requests, long now, long epoch) {
        var written = new ArrayList<JournalEntry>();
        var all = new ArrayList<Decided<W, C>>();
        SweepState next = state;
        for (SweepRequest<W, C> request : requests) {
            Decision decision = rules.decide(next, request.command(), now);
            for (SweepEvent event : decision.events()) {
                var entry = new JournalEntry(epoch, event);
                var step = new Step(next, rules.evolve(next, event).writtenIn(epoch));
                steps.put(entry, step);
                written.add(entry);
                next = step.after();
            }
            all.add(new Decided<>(request, decision));
        }
        this.epoch = epoch;
        this.before = state;
        this.after = next;
        this.entries = List.copyOf(written);
        this.events = entries.stream().map(JournalEntry::event).toList();
        this.decided = List.copyOf(all);
    }

    /**
     * @param now wall-clock milliseconds since 1970, the same for the whole batch
     * @param epoch of this coordinator
     */
    public static <W, C> Turn<W, C> of(
            Rules rules, SweepState state, List<SweepRequest<W, C>> requests, long now, long epoch) {
        return new Turn<>(rules, state, requests, now, epoch);
    }

    public List<SweepEvent> events() {
        return events;
    }

    /** The events as the journal keeps them. */
    public List<JournalEntry> entries() {
        return entries;
    }

    /** What this very entry makes of this very state, which is known already; null of any others. */
    @SuppressWarnings("ReferenceEquality")
    @Nullable
    SweepState after(SweepState state, JournalEntry entry) {
        Step step = steps.get(entry);
        return step != null && step.before() == state ? step.after() : null;
    }

    /** How many attempts workers are told to run. */
    int orders() {
        return decided.stream()
                .mapToInt(each -> each.decision().orders().size())
                .sum();
    }

    public SweepState before() {
        return before;
    }

    public SweepState after() {
        return after;
    }

    /** Trials whose attempt failed for want of an input: the store may have lost what they need. */
    public List<TrialId> withoutInputs() {
        return events.stream()
                .filter(SweepEvent.AttemptFailed.class::isInstance)
                .map(SweepEvent.AttemptFailed.class::cast)
                .filter(event -> event.failure().code().equals(Failure.ARTIFACT_MISSING))
                .map(event -> event.attempt().trial())
                .toList();
    }

    /**
     * Sends what the requests wait for; only after the events are durable, and after the epoch was seen to hold still.
     */
    public void reply(Replies<W, C> to) {
        decided.forEach(each -> reply(each.request(), each.decision(), epoch, to));
    }

    private static <W, C> void reply(SweepRequest<W, C> request, Decision decision, long epoch, Replies<W, C> to) {
        W worker = request.worker();
        if (worker != null) {
            decision.orders().forEach(order -> to.tell(worker, order));
            var verdict = decision.verdict();
            AttemptId reported = request.reported();
            if (verdict != null && reported != null) {
                to.tell(worker, new ReportAcknowledged(reported, verdict));
            }
            if (request.command() instanceof SweepCommand.ReconcileWorker offered) {
                to.tell(worker, new BeatAcknowledged(epoch, decision.drop()));
                if (decision.unused() > 0) {
                    to.left(offered, decision.unused());
                }
            }
        }
        C client = request.client();
        if (client != null) {
            to.answer(client, decision.refusal());
        }
    }
}
