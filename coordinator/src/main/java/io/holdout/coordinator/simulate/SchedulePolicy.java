package io.holdout.coordinator.simulate;

import io.holdout.coordinator.schedule.Backlog;
import io.holdout.coordinator.schedule.Costs;
import io.holdout.coordinator.schedule.Device;
import io.holdout.coordinator.schedule.Late;
import io.holdout.coordinator.schedule.Offer;
import io.holdout.coordinator.schedule.Ready;
import io.holdout.coordinator.schedule.TrialShape;
import io.holdout.coordinator.schedule.Work;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;

/** Who gets what, in a {@link ScheduledRun}. */
interface SchedulePolicy {
    void ready(int trial);

    boolean hasReady();

    OptionalInt choose(Offer offer);

    /**
     * Trials to start on a worker as well, for they are late elsewhere; none unless the policy does that.
     *
     * @param running those that run elsewhere, once each
     * @param doubled how many run twice
     */
    default List<Integer> again(Offer offer, List<Late> running, int doubled) {
        return List.of();
    }

    /** @param millis how long it took; 0 if it was interrupted, so that its time says nothing */
    void finished(int trial, Device device, long millis);

    /** What Holdout does. */
    static SchedulePolicy holdout(List<TrialShape> shapes) {
        return new SchedulePolicy() {
            private Backlog backlog = Backlog.of(new Work(shapes), Costs.NONE, trial -> true);

            @Override
            public void ready(int trial) {
                backlog = backlog.plus(Ready.fresh(trial));
            }

            @Override
            public boolean hasReady() {
                return backlog.hasReady();
            }

            @Override
            public OptionalInt choose(Offer offer) {
                List<Integer> chosen = backlog.choose(offer, 1, 0);
                if (chosen.isEmpty()) {
                    return OptionalInt.empty();
                }
                backlog = backlog.minus(Ready.fresh(chosen.get(0)));
                return OptionalInt.of(chosen.get(0));
            }

            @Override
            public List<Integer> again(Offer offer, List<Late> running, int doubled) {
                return doubled >= Late.mostAtOnce(offer.fleet()) ? List.of() : backlog.again(offer, running, 1);
            }

            @Override
            public void finished(int trial, Device device, long millis) {
                backlog = backlog.ended(trial).learned(trial, device.name(), millis);
            }
        };
    }

    /** Another policy, but nothing runs twice. */
    static SchedulePolicy onceEach(SchedulePolicy other) {
        return new SchedulePolicy() {
            @Override
            public void ready(int trial) {
                other.ready(trial);
            }

            @Override
            public boolean hasReady() {
                return other.hasReady();
            }

            @Override
            public OptionalInt choose(Offer offer) {
                return other.choose(offer);
            }

            @Override
            public void finished(int trial, Device device, long millis) {
                other.finished(trial, device, millis);
            }
        };
    }

    /** First come, first served: the trial that has been ready for longest and that the device holds. */
    static SchedulePolicy firstComeFirstServed(List<TrialShape> shapes) {
        return new SchedulePolicy() {
            private final Deque<Integer> queue = new ArrayDeque<>();

            @Override
            public void ready(int trial) {
                queue.add(trial);
            }

            @Override
            public boolean hasReady() {
                return !queue.isEmpty();
            }

            @Override
            public OptionalInt choose(Offer offer) {
                for (Iterator<Integer> waiting = queue.iterator(); waiting.hasNext(); ) {
                    int trial = waiting.next();
                    if (shapes.get(trial).memoryMiB() <= offer.device().memoryMiB()) {
                        waiting.remove();
                        return OptionalInt.of(trial);
                    }
                }
                return OptionalInt.empty();
            }

            @Override
            public void finished(int trial, Device device, long millis) {
                // it learns nothing
            }
        };
    }
}
