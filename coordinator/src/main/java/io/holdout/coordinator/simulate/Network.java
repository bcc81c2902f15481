package io.holdout.coordinator.simulate;

import java.util.HashSet;
import java.util.Set;

/** Carries messages between processes: late, twice, out of order, or not at all. */
final class Network {
    private static final long LONGEST_DELAY = 30_000;

    private record Link(String from, String to) {}

    private final World world;
    private final Set<Link> cut = new HashSet<>();

    Network(World world) {
        this.world = world;
    }

    /** Cuts a worker off from all coordinators. */
    void cut(String worker, boolean outwards, boolean inwards, long millis) {
        if (outwards) {
            cutFor(new Link(worker, SimulatedCoordinator.NAME), millis);
        }
        if (inwards) {
            cutFor(new Link(SimulatedCoordinator.NAME, worker), millis);
        }
    }

    private void cutFor(Link link, long millis) {
        cut.add(link);
        world.agenda().after(millis, () -> cut.remove(link));
    }

    /** Every link is whole again. */
    void heal() {
        cut.clear();
    }

    /** @param arrive what the message does where it arrives */
    void send(String from, String to, Runnable arrive) {
        var link = new Link(from, to);
        Faults faults = world.faults();
        if (cut.contains(link) || faults.strikes(Fault.MESSAGE_LOSS)) {
            return;
        }
        int copies = faults.strikes(Fault.MESSAGE_TWICE) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = world.dice().between(1, 20)
                    + (faults.strikes(Fault.MESSAGE_DELAY) ? world.dice().between(100, LONGEST_DELAY) : 0);
            world.agenda().after(delay, () -> {
                if (!cut.contains(link)) {
                    arrive.run();
                }
            });
        }
    }

    /** A question over a connection, as a user's are: it may get lost, but it comes neither twice nor late. */
    void sendOnce(Runnable arrive) {
        if (!world.faults().strikes(Fault.MESSAGE_LOSS)) {
            world.agenda().after(world.dice().between(1, 20), arrive);
        }
    }
}
