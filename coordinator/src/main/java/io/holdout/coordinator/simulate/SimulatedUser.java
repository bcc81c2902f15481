package io.holdout.coordinator.simulate;

import io.holdout.coordinator.sweep.Standing;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepCommand;
import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.coordinator.sweep.SweepState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Submits the sweep, asks again until it is answered, and now and then cancels it and goes on with it, or edits it while it
 * runs.
 */
final class SimulatedUser {
    static final String NAME = "user";

    private static final long LOOK_MILLIS = 2_000;

    private final World world;
    private final boolean wantsItLarge;
    private boolean wantsItToRun = true;
    private boolean answered;

    /** One question; a late answer to an earlier one says nothing of what is wanted now. */
    final class Question {
        private final SweepCommand command;
        private final @Nullable Boolean toRun;

        /** @param toRun whether it is for the sweep to run; null if it is about neither running nor ending */
        private Question(SweepCommand command, @Nullable Boolean toRun) {
            this.command = command;
            this.toRun = toRun;
        }

        SweepCommand command() {
            return command;
        }

        void answered() {
            answered |= toRun != null && toRun == wantsItToRun;
        }
    }

    SimulatedUser(World world) {
        this.world = world;
        this.wantsItLarge = world.dice().chance(0.6);
        look();
    }

    private void look() {
        boolean cancelled = world.checker().state().phase() == SweepPhase.CANCELLED;
        if (!answered || (wantsItToRun && cancelled)) {
            ask();
        } else if (world.faults().stopped() && !wantsItToRun) {
            want(true);
        } else if (world.faults().strikes(Fault.USER_CANCELS)) {
            want(!wantsItToRun);
        }
        if (world.faults().strikes(Fault.USER_EDITS)) {
            tell(edit(world.dice()));
        } else if (world.faults().stopped()) {
            undo().forEach(this::tell);
        }
        world.agenda().after(LOOK_MILLIS, this::look);
    }

    private SweepCommand edit(Dice dice) {
        return switch ((int) dice.between(0, 5)) {
            case 0 -> new SweepCommand.PauseSweep();
            case 1 -> new SweepCommand.ResumeSweep();
            case 2 -> new SweepCommand.RetryFailed();
            case 3 ->
                new SweepCommand.ChangeShare(
                        (int) dice.between(-5, 5), (double) dice.between(1, 4), (int) dice.between(0, 3));
            case 4 -> world.workload().isSearched() ? new SweepCommand.RetryFailed() : extension();
            default -> new SweepCommand.DrainWorker(dice.pick(world.workers()).name(), dice.chance(0.6));
        };
    }

    /** The file that the sweep has, as far as the journal says. */
    private Submission submission() {
        boolean submitted = world.checker().state().phase() != SweepPhase.NOT_SUBMITTED;
        boolean large = submitted ? isLarge() : wantsItLarge;
        return large ? world.workload().submission() : world.workload().smaller();
    }

    private SweepCommand extension() {
        return new SweepCommand.ExtendSweep(world.workload().submission(), "simulated");
    }

    private boolean isLarge() {
        SweepState state = world.checker().state();
        return state.phase() != SweepPhase.NOT_SUBMITTED
                && (world.workload().isSearched()
                        || state.plan().digest().equals(world.workload().plan().digest()));
    }

    /** What makes the sweep whole and gives every worker work again, as far as the journal says that it is not so. */
    private List<SweepCommand> undo() {
        var commands = new ArrayList<SweepCommand>();
        Standing at = Standing.of(world.checker().state());
        if (!isLarge() && at.phase() != SweepPhase.NOT_SUBMITTED) {
            commands.add(extension());
        }
        if (at.phase() == SweepPhase.PAUSED) {
            commands.add(new SweepCommand.ResumeSweep());
        }
        if (at.share().mostSlots() > 0) {
            commands.add(new SweepCommand.ChangeShare(null, null, 0));
        }
        at.drained().stream().sorted().forEach(worker -> commands.add(new SweepCommand.DrainWorker(worker, false)));
        return commands;
    }

    /** Asks once: whoever edits looks whether it helped. */
    private void tell(SweepCommand command) {
        world.trace().line(NAME, () -> "asks for " + command);
        send(new Question(command, null));
    }

    private void want(boolean toRun) {
        wantsItToRun = toRun;
        answered = false;
        world.trace().line(NAME, () -> toRun ? "goes on with the sweep" : "cancels the sweep");
        ask();
    }

    private void ask() {
        boolean toRun = wantsItToRun;
        SweepCommand command =
                toRun ? new SweepCommand.SubmitSweep(submission(), "simulated") : new SweepCommand.CancelSweep();
        send(new Question(command, toRun));
    }

    private void send(Question question) {
        for (SimulatedCoordinator coordinator : world.coordinators()) {
            world.network().sendOnce(() -> coordinator.ask(question));
        }
    }

    /** Whether it has what it wants: a running sweep on all workers. */
    boolean content() {
        return wantsItToRun && answered && isLarge() && undo().isEmpty();
    }
}
