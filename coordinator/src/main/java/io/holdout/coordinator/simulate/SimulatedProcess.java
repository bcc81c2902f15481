package io.holdout.coordinator.simulate;

/** Something that can die, come back and stand still. */
abstract class SimulatedProcess {
    private final Agenda agenda;
    private final String name;
    private boolean alive = true;
    private int life;
    private long frozenUntil;

    SimulatedProcess(Agenda agenda, String name) {
        this.agenda = agenda;
        this.name = name;
    }

    final String name() {
        return name;
    }

    final boolean alive() {
        return alive;
    }

    final boolean frozen() {
        return agenda.now() < frozenUntil;
    }

    /** Which life this is; what was planned or sent in an earlier one is lost. */
    final int life() {
        return life;
    }

    /** Plans something of this process: not done if it dies before, done late if it then stands still. */
    final void after(long millis, Runnable action) {
        int born = life;
        agenda.after(millis, () -> run(born, action));
    }

    /** Does something in a given life, as soon as this process does not stand still. */
    final void run(int born, Runnable action) {
        if (!alive || born != life) {
            return;
        }
        if (frozen()) {
            agenda.after(frozenUntil - agenda.now(), () -> run(born, action));
        } else {
            action.run();
        }
    }

    void die() {
        alive = false;
        life++;
    }

    final void revive() {
        alive = true;
        frozenUntil = 0;
    }

    final void freeze(long millis) {
        frozenUntil = agenda.now() + millis;
    }
}
