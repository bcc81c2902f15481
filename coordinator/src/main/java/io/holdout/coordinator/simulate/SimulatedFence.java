package io.holdout.coordinator.simulate;

import java.util.function.Consumer;

/** A coordinator's questions whether its epoch holds, and their answers, each of which takes its time. */
final class SimulatedFence {
    /** As the real fence's. */
    private static final long FRESH_MILLIS = 3_000;

    private static final long LONGEST_WAY_MILLIS = 10;

    /** What became of a question. */
    enum Answer {
        HELD,
        LOST,
        UNKNOWN
    }

    private final World world;
    private final SimulatedProcess coordinator;
    private final long epoch;
    private long confirmedMillis;

    SimulatedFence(World world, SimulatedProcess coordinator, long epoch) {
        this.world = world;
        this.coordinator = coordinator;
        this.epoch = epoch;
        this.confirmedMillis = world.agenda().now();
    }

    boolean isFresh() {
        return world.agenda().now() - confirmedMillis < FRESH_MILLIS;
    }

    /** The registry is read at one moment and heard at a later one; the process may die or stand still between them. */
    void ask(Consumer<Answer> then) {
        long asked = world.agenda().now();
        int born = coordinator.life();
        world.agenda().after(world.dice().between(1, LONGEST_WAY_MILLIS), () -> {
            Answer answer = read();
            coordinator.run(
                    born,
                    () -> coordinator.after(world.dice().between(1, LONGEST_WAY_MILLIS), () -> {
                        if (answer == Answer.HELD) {
                            confirmedMillis = asked;
                        }
                        then.accept(answer);
                    }));
        });
    }

    private Answer read() {
        if (world.journalIsDown() || world.faults().strikes(Fault.EPOCH_UNKNOWN)) {
            return Answer.UNKNOWN;
        }
        return world.journal().isCurrent(epoch) ? Answer.HELD : Answer.LOST;
    }
}
