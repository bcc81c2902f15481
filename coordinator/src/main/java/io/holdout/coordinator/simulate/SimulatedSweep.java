package io.holdout.coordinator.simulate;

import io.holdout.coordinator.sweep.Batches;
import io.holdout.coordinator.sweep.Evolver;
import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.ResultCheck;
import io.holdout.coordinator.sweep.Reuse;
import io.holdout.coordinator.sweep.Standing;
import io.holdout.coordinator.sweep.SweepCommand;
import io.holdout.coordinator.sweep.SweepRequest;
import io.holdout.coordinator.sweep.SweepSnapshot;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.coordinator.sweep.Turn;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shell of the sweep as its two actors are: one batch under way at a time, one write at a time, replies after the write
 * and after the epoch was seen to hold, a restart with backoff when the write failed. What it decides, batches and replies is the real code.
 */
final class SimulatedSweep implements Turn.Replies<Address, SimulatedUser.Question> {
    private static final long PATIENCE_MILLIS = 15_000;
    private static final long FIRST_RESTART_MILLIS = 500;
    private static final long LAST_RESTART_MILLIS = 20_000;
    private static final long ASK_AGAIN_MILLIS = 1_000;
    private static final int LONGEST_MAILBOX = 64;

    private enum State {
        ABSENT,
        RECOVERING,
        READY,
        WRITING,
        RESTARTING
    }

    private record Batch(List<SweepRequest<Address, SimulatedUser.Question>> requests, boolean fromInbox) {}

    private final World world;
    private final SimulatedCoordinator coordinator;
    private final Batches<Address, SimulatedUser.Question> batches;
    private final Deque<Batch> mailbox = new ArrayDeque<>();
    private State standing = State.ABSENT;
    private SweepState state = SweepState.EMPTY;
    private int known;
    private int failures;
    private int sent;
    private int checking;
    private boolean doubtful;
    private boolean asksAgain;

    SimulatedSweep(World world, SimulatedCoordinator coordinator) {
        this.world = world;
        this.coordinator = coordinator;
        this.batches =
                new Batches<>(world.limits().largestBatch(), world.limits().longestQueue());
    }

    void start() {
        recover();
    }

    // the inbox's side

    void offer(SweepRequest<Address, SimulatedUser.Question> request) {
        send(batches.add(request));
    }

    private void send(List<SweepRequest<Address, SimulatedUser.Question>> batch) {
        if (batch.isEmpty()) {
            return;
        }
        int sending = ++sent;
        coordinator.after(PATIENCE_MILLIS, () -> {
            if (sending == sent) {
                send(batches.next());
            }
        });
        mailbox.add(new Batch(batch, true));
        pump();
    }

    private void done() {
        sent++;
        send(batches.next());
    }

    // the sweep's side

    private void recover() {
        standing = State.RECOVERING;
        coordinator.after(world.dice().between(5, 200), () -> {
            if (world.journalIsDown()) {
                restart();
                return;
            }
            SweepSnapshot snapshot = world.journal().snapshot();
            SweepState from =
                    snapshot == null ? SweepState.EMPTY : world.subject().restore(snapshot);
            for (JournalEntry entry :
                    world.journal().entriesFrom(world.journal().snapshotAfter())) {
                from = Evolver.evolve(from, entry);
            }
            world.journal().readBy(coordinator.epoch());
            state = world.subject().recovered(from);
            known = world.journal().size();
            standing = State.READY;
            world.trace().line(coordinator.name(), () -> "has recovered " + known + " events: " + state.counts());
            world.checker().recovered(state);
            coordinator.status(Standing.of(state), state.holders());
            forget(check().lost(state));
            pump();
        });
    }

    private ResultCheck check() {
        return new ResultCheck(world.store()::get, world.store()::isWhole);
    }

    private void forget(List<TrialId> lost) {
        if (!lost.isEmpty()) {
            mailbox.add(new Batch(List.of(SweepRequest.unanswered(new SweepCommand.ForgetResults(lost))), false));
        }
    }

    private void pump() {
        while (standing == State.READY && coordinator.alive() && !mailbox.isEmpty()) {
            Batch batch = mailbox.remove();
            if (state.epoch() > coordinator.epoch()) {
                coordinator.stop("reads that it was replaced");
            } else if (coordinator.fence().isFresh()) {
                decide(batch);
            } else {
                check(batch, null);
            }
        }
    }

    private void decide(Batch batch) {
        var turn = Turn.of(world.subject(), state, batch.requests(), coordinator.now(), coordinator.epoch());
        if (turn.events().isEmpty()) {
            written(batch, turn, false);
        } else {
            write(batch, turn);
        }
    }

    /** As the actor does, before a write if it may have stood still for long, and always after it. */
    private void check(Batch batch, @Nullable Turn<Address, SimulatedUser.Question> turn) {
        checking++;
        coordinator.fence().ask(answer -> {
            checking--;
            if (answer == SimulatedFence.Answer.LOST) {
                coordinator.stop("is told that it was replaced");
            } else if (answer == SimulatedFence.Answer.UNKNOWN) {
                doubtful = true;
                askAgain();
                finish(batch);
            } else {
                beCertain();
                proceed(batch, turn);
            }
        });
    }

    /** What was not answered meanwhile is asked again by others, except this, and that somebody lost what he holds. */
    private void beCertain() {
        if (doubtful && standing == State.READY) {
            doubtful = false;
            coordinator.status(Standing.of(state), state.holders());
            forget(check().lost(state));
            coordinator.grew(Reuse.wanted(null, state));
        }
    }

    private void askAgain() {
        if (!asksAgain) {
            asksAgain = true;
            coordinator.after(ASK_AGAIN_MILLIS, () -> {
                asksAgain = false;
                mailbox.add(new Batch(List.of(), false));
                pump();
            });
        }
    }

    private void proceed(Batch batch, @Nullable Turn<Address, SimulatedUser.Question> turn) {
        if (turn == null) {
            mailbox.addFirst(batch);
            pump();
        } else {
            answer(batch, turn);
        }
    }

    private void write(Batch batch, Turn<Address, SimulatedUser.Question> turn) {
        standing = State.WRITING;
        int born = coordinator.life();
        int after = known;
        WriteFate fate = WriteFate.draw(world);
        if (world.subject().repliesBeforeItPersists()) {
            turn.reply(this);
        }
        world.agenda().after(fate.landsAfterMillis(), () -> {
            boolean reached = born == coordinator.life() || world.dice().chance(0.5);
            var outcome =
                    fate.lands() && reached ? world.journal().write(coordinator.epoch(), after, turn.entries()) : null;
            if (outcome == SimulatedJournal.Outcome.WRITTEN) {
                world.trace().line("journal", () -> turn.events().toString());
                world.checker().landed(coordinator.epoch(), turn.entries());
            }
            if (!fate.isSaidToFail()) {
                coordinator.run(
                        born, () -> coordinator.after(world.dice().between(1, 15), () -> heard(outcome, batch, turn)));
            }
        });
        if (fate.isSaidToFail()) {
            coordinator.after(fate.saidAfterMillis(), this::restart);
        }
    }

    private void heard(
            SimulatedJournal.@Nullable Outcome outcome, Batch batch, Turn<Address, SimulatedUser.Question> turn) {
        if (outcome == SimulatedJournal.Outcome.WRITTEN
                || outcome == SimulatedJournal.Outcome.IN_VAIN
                || world.subject().goesOnAfterAFailedWrite()) {
            failures = 0;
            known += turn.events().size();
            standing = State.READY;
            written(batch, turn, outcome == SimulatedJournal.Outcome.IN_VAIN);
            pump();
        } else {
            restart();
        }
    }

    /** @param inVain then it keeps no snapshot either; the real journal does not look (decision 15, "known gap") */
    private void written(Batch batch, Turn<Address, SimulatedUser.Question> turn, boolean inVain) {
        state = turn.after();
        int interval = world.limits().eventsPerSnapshot();
        if (known / interval > (known - turn.events().size()) / interval
                && !world.faults().strikes(Fault.SNAPSHOT_FAILS)
                && !inVain) {
            world.journal().keepSnapshot(known, world.subject().snapshot(state));
        }
        if (world.subject().asksBeforeItAnswers()) {
            check(batch, turn);
        } else {
            answer(batch, turn);
        }
    }

    private void answer(Batch batch, Turn<Address, SimulatedUser.Question> turn) {
        if (!world.subject().repliesBeforeItPersists() || turn.events().isEmpty()) {
            turn.reply(this);
        }
        if (!turn.events().isEmpty()) {
            coordinator.status(Standing.of(turn.after()), List.of());
        }
        coordinator.grew(Reuse.wanted(turn.before(), turn.after()));
        forget(check().lostAfter(turn));
        finish(batch);
    }

    private void finish(Batch batch) {
        if (batch.fromInbox()) {
            done();
        }
        pump();
    }

    /** The write failed, as far as is known: all in memory is doubtful, so it is read again. */
    private void restart() {
        standing = State.RESTARTING;
        long backoff = Math.min(LAST_RESTART_MILLIS, FIRST_RESTART_MILLIS << Math.min(failures, 10));
        failures++;
        world.trace().line(coordinator.name(), () -> "reads the journal again in " + backoff + " ms");
        coordinator.after(backoff, this::recover);
    }

    @Override
    public void tell(Address worker, ToWorker message) {
        coordinator.tell(worker, message);
    }

    @Override
    public void left(SweepCommand.ReconcileWorker offered, int unused) {
        coordinator.left(offered, unused);
    }

    @Override
    public void answer(SimulatedUser.Question client, @Nullable Failure refusal) {
        coordinator.answer(client, refusal);
    }

    void checkBounds() {
        Violation.unless(
                batches.waiting() <= world.limits().longestQueue(),
                Invariant.BOUNDED,
                () -> "%d requests wait in the inbox".formatted(batches.waiting()));
        Violation.unless(mailbox.size() <= LONGEST_MAILBOX, Invariant.BOUNDED, () -> "%d batches wait"
                .formatted(mailbox.size()));
    }

    boolean isIdle() {
        return standing == State.READY && checking == 0 && mailbox.isEmpty() && batches.waiting() == 0;
    }
}
