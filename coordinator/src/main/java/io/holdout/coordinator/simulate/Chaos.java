package io.holdout.coordinator.simulate;

/** Lets the faults of processes strike: once a second each has its chance. */
final class Chaos {
    private static final long STEP_MILLIS = 1_000;
    private static final long LONGEST_FREEZE_MILLIS = 45_000;
    private static final long LONGEST_SICKNESS_MILLIS = 180_000;
    private static final long LONGEST_CUT_MILLIS = 40_000;
    private static final long LONGEST_OUTAGE_MILLIS = 30_000;
    private static final long LONGEST_JUMP_MILLIS = 3_600_000;

    private final World world;
    private final Dice dice;

    Chaos(World world) {
        this.world = world;
        this.dice = world.dice();
        world.agenda().after(STEP_MILLIS, this::step);
    }

    private void step() {
        if (world.faults().stopped()) {
            return;
        }
        coordinators();
        workers();
        storage();
        world.agenda().after(STEP_MILLIS, this::step);
    }

    private boolean strikes(Fault fault) {
        boolean strikes = world.faults().strikes(fault);
        if (strikes) {
            world.trace().line("faults", fault::toString);
        }
        return strikes;
    }

    private void coordinators() {
        if (world.coordinators().isEmpty()) {
            return;
        }
        SimulatedCoordinator one = dice.pick(world.coordinators());
        if (strikes(Fault.COORDINATOR_CRASH)) {
            one.die();
        }
        if (strikes(Fault.COORDINATOR_FREEZE)) {
            one.standStill(dice.between(1_000, LONGEST_FREEZE_MILLIS));
        }
        if (strikes(Fault.CLOCK_JUMP)) {
            one.jump(dice.between(-LONGEST_JUMP_MILLIS, LONGEST_JUMP_MILLIS));
        }
        if (world.coordinators().size() < 3 && strikes(Fault.SECOND_COORDINATOR)) {
            world.startCoordinator(dice.between(-2_000, 2_000));
        }
    }

    private void workers() {
        SimulatedWorker one = dice.pick(world.workers());
        if (!one.alive()) {
            return;
        }
        if (strikes(Fault.WORKER_FREEZE)) {
            one.freeze(dice.between(1_000, LONGEST_FREEZE_MILLIS));
        }
        if (strikes(Fault.PARTITION)) {
            long way = dice.between(0, 2);
            world.network().cut(one.name(), way != 0, way != 1, dice.between(1_000, LONGEST_CUT_MILLIS));
        }
        if (strikes(Fault.WORKER_BAD)) {
            one.failEverythingFor(dice.between(1_000, LONGEST_SICKNESS_MILLIS));
        }
        if (strikes(Fault.WORKER_STRAGGLES)) {
            one.slowDownFor(dice.between(1_000, LONGEST_SICKNESS_MILLIS));
        }
        if (world.workers().size() > 1 && strikes(Fault.WORKER_GONE)) {
            one.die();
            world.workers().remove(one);
        } else if (strikes(Fault.WORKER_CRASH)) {
            world.kill(one);
        } else if (strikes(Fault.WORKER_LEAVES)) {
            world.leave(one);
        }
    }

    private void storage() {
        if (strikes(Fault.JOURNAL_DOWN)) {
            world.journalDownFor(dice.between(1_000, LONGEST_OUTAGE_MILLIS));
        }
        if (strikes(Fault.ARTIFACT_DAMAGED)) {
            world.store().damageOne();
        }
    }
}
