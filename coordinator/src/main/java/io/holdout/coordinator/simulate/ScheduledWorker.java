package io.holdout.coordinator.simulate;

import io.holdout.coordinator.schedule.Device;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A worker with one slot in a {@link ScheduledRun}: its device, whether it is there, and what it runs. */
final class ScheduledWorker {
    /** A kind of machine: what the scheduler is told, and how slow it really is. */
    record Kind(Device device, double trueSlowness) {}

    /** Large, middle and small; none is exactly as slow as is assumed. */
    private static final List<Kind> KINDS = List.of(
            new Kind(new Device("sm_90", 81_559), 1.1),
            new Kind(new Device("sm_80", 81_920), 1.8),
            new Kind(new Device("sm_86", 24_576), 3.0),
            new Kind(new Device("sm_75", 15_360), 6.0));

    /** Places that stay in a worker's memory. */
    private static final int WARM_PLACES = 4;

    static final int NOTHING = -1;

    final Kind kind;
    boolean up = true;
    int running = NOTHING;
    /** Grows with every start and stop, so that what was planned for an earlier one is recognised. */
    int life;

    double startedMillis;
    /** What of its trial was done when it began, and how many times longer it takes than on a device of slowness 1. */
    double doneBefore;

    double slowness;
    private final Deque<Integer> recent = new ArrayDeque<>();

    private ScheduledWorker(Kind kind) {
        this.kind = kind;
    }

    /** As many workers, an equal number of each kind as far as it goes, the largest first. */
    static List<ScheduledWorker> fleet(int count) {
        var workers = new ArrayList<ScheduledWorker>();
        for (int i = 0; i < count; i++) {
            workers.add(new ScheduledWorker(KINDS.get(i % KINDS.size())));
        }
        return workers;
    }

    boolean isIdle() {
        return up && running == NOTHING;
    }

    List<Integer> recent() {
        return List.copyOf(recent);
    }

    void remember(int trial) {
        recent.addFirst(trial);
        if (recent.size() > WARM_PLACES) {
            recent.removeLast();
        }
    }

    void forget() {
        recent.clear();
    }
}
