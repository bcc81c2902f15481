package io.holdout.cli.chaos;

import io.holdout.coordinator.sweep.SweepEvent;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Inflicts faults on one running sweep, each when its time has come, and watches how it recovers. */
final class Storm {
    private static final long LOOK_NANOS = 150_000_000;

    /** A fault that is not overcome by then, after it ended, is not overcome. */
    static final long PATIENCE_MILLIS = 120_000;

    /** A fault that finds no victim for so long gives way to the next one. */
    private static final long NO_VICTIM_MILLIS = 10_000;

    private final Arsenal arsenal;
    private final Watcher watcher;
    private final OpenHarms harms;
    private final Consumer<String> say;
    private final List<Suffered> overcome = new ArrayList<>();
    private final List<Inflicted> open = new ArrayList<>();
    private long lastBegunMillis;
    private long lastOverMillis;
    private long waitingSinceMillis;

    Storm(Arsenal arsenal, Watcher watcher, OpenHarms harms, Consumer<String> say) {
        this.arsenal = arsenal;
        this.watcher = watcher;
        this.harms = harms;
        this.say = say;
    }

    /**
     * Blows until there are no faults left or the sweep has ended; takes from {@code faults} what it inflicted.
     *
     * @param ended whether the sweep has ended
     */
    void blow(Deque<PlannedFault> faults, BooleanSupplier ended) {
        while (!ended.getAsBoolean() && !(faults.isEmpty() && open.isEmpty())) {
            List<SweepEvent> events = watcher.look();
            long now = System.currentTimeMillis();
            settle(events, now);
            PlannedFault next = faults.peek();
            if (next != null && isTimeFor(next, events, now)) {
                inflict(next, faults, now);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** What came of the faults, after the sweep has ended. */
    List<Suffered> end() {
        settle(watcher.look(), System.currentTimeMillis());
        open.forEach(fault -> overcome.add(new Suffered(fault, OptionalLong.empty())));
        open.clear();
        return List.copyOf(overcome);
    }

    private void settle(List<SweepEvent> events, long now) {
        for (Inflicted fault : List.copyOf(open)) {
            OptionalLong at = Recovery.of(fault, events);
            boolean hopeless = now > fault.atMillis() + fault.fault().forMillis() + PATIENCE_MILLIS;
            if (at.isPresent() || hopeless) {
                open.remove(fault);
                lastOverMillis = now;
                var suffered =
                        new Suffered(fault, at.isPresent() ? OptionalLong.of(at.getAsLong() - fault.atMillis()) : at);
                overcome.add(suffered);
                say.accept("  %3d %s: %s"
                        .formatted(
                                fault.fault().number(),
                                fault.what(),
                                at.isPresent()
                                        ? "over after %.1f s"
                                                .formatted(suffered.recoveredMillis()
                                                                .getAsLong()
                                                        / 1e3)
                                        : "NOT OVERCOME"));
            }
        }
    }

    private boolean isTimeFor(PlannedFault fault, List<SweepEvent> events, long now) {
        if (events.stream().noneMatch(SweepEvent.AttemptStarted.class::isInstance)) {
            return false;
        }
        if (fault.together() && lastBegunMillis > 0) {
            return now >= lastBegunMillis + fault.afterMillis();
        }
        return open.isEmpty() && harms.isEmpty() && now >= lastOverMillis + fault.afterMillis();
    }

    private void inflict(PlannedFault fault, Deque<PlannedFault> faults, long now) {
        Optional<Harm> harm = arsenal.inflict(fault, watcher.scene());
        if (harm.isEmpty()) {
            waitingSinceMillis = waitingSinceMillis == 0 ? now : waitingSinceMillis;
            if (now - waitingSinceMillis > NO_VICTIM_MILLIS) {
                faults.addLast(faults.remove());
                waitingSinceMillis = 0;
            }
            return;
        }
        faults.remove();
        waitingSinceMillis = 0;
        long at = System.currentTimeMillis();
        harms.keep(fault, harm.get());
        lastBegunMillis = at;
        open.add(new Inflicted(fault, harm.get().victim(), harm.get().what(), at));
    }
}
