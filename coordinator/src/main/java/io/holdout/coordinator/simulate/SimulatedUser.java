package io.holdout.coordinator.simulate;

import io.holdout.coordinator.sweep.SweepCommand;
import io.holdout.coordinator.sweep.SweepPhase;

/** Submits the sweep, asks again until it is answered, and now and then cancels it and goes on with it. */
final class SimulatedUser {
    static final String NAME = "user";

    private static final long LOOK_MILLIS = 2_000;

    private final World world;
    private boolean wantsItToRun = true;
    private boolean answered;

    /** One question; a late answer to an earlier one says nothing of what is wanted now. */
    final class Question {
        private final SweepCommand command;
        private final boolean toRun;

        private Question(SweepCommand command, boolean toRun) {
            this.command = command;
            this.toRun = toRun;
        }

        SweepCommand command() {
            return command;
        }

        void answered() {
            answered |= toRun == wantsItToRun;
        }
    }

    SimulatedUser(World world) {
        this.world = world;
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
        world.agenda().after(LOOK_MILLIS, this::look);
    }

    private void want(boolean toRun) {
        wantsItToRun = toRun;
        answered = false;
        world.trace().line(NAME, () -> toRun ? "goes on with the sweep" : "cancels the sweep");
        ask();
    }

    private void ask() {
        boolean toRun = wantsItToRun;
        SweepCommand command = toRun
                ? new SweepCommand.SubmitSweep(world.workload().submission(), "simulated")
                : new SweepCommand.CancelSweep();
        var question = new Question(command, toRun);
        for (SimulatedCoordinator coordinator : world.coordinators()) {
            world.network().sendOnce(() -> coordinator.ask(question));
        }
    }

    /** Whether it has what it wants: a running sweep. */
    boolean content() {
        return wantsItToRun && answered;
    }
}
