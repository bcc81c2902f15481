package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.schedule.Backlog;
import io.holdout.coordinator.schedule.Costs;
import io.holdout.coordinator.schedule.Device;
import io.holdout.coordinator.schedule.Ready;
import io.holdout.coordinator.schedule.Shapes;
import io.holdout.coordinator.schedule.TrialShape;
import io.holdout.coordinator.schedule.Work;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.NodeInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps a sweep's backlog in step with its trials. Pure; a part of {@link SweepState}. */
final class TrialQueue {
    private TrialQueue() {}

    /** The backlog that follows from all trials. */
    static Backlog of(Plan plan, List<TrialRecord> trials) {
        List<TrialShape> shapes = Shapes.of(plan);
        Costs costs = Costs.NONE;
        var ready = new ArrayList<Ready>();
        int index = 0;
        for (TrialRecord trial : trials) {
            Ready each = ready(index, trial);
            if (each != null) {
                ready.add(each);
            }
            var finished = trial.finished();
            if (finished != null && trial.attempts() <= 1) {
                TrialShape shape = shapes.get(index);
                costs = costs.learn(shape.group(), device(finished.node()), shape.cost(), finished.durationMillis());
            }
            index++;
        }
        return Backlog.of(new Work(shapes), costs, i -> !trials.get(i).status().isEnd())
                .plusAll(ready);
    }

    /** The backlog after one trial has changed. */
    static Backlog moved(Backlog backlog, int index, TrialRecord before, TrialRecord next) {
        Backlog moved = backlog;
        Ready was = ready(index, before);
        Ready is = ready(index, next);
        if (was != null && !was.equals(is)) {
            moved = moved.minus(was);
        }
        if (is != null && !is.equals(was)) {
            moved = moved.plus(is);
        }
        if (before.status().isEnd() != next.status().isEnd()) {
            moved = next.status().isEnd() ? moved.ended(index) : moved.reopened(index);
        }
        var finished = next.finished();
        // a later attempt goes on from what an earlier one saved, so its time says nothing of the whole; a result that
        // was
        // taken over comes with the time of whoever made it, or with none
        return finished != null && before.finished() == null && next.attempts() <= 1
                ? moved.learned(index, device(finished.node()), finished.durationMillis())
                : moved;
    }

    private static @Nullable Ready ready(int index, TrialRecord trial) {
        return trial.status() == TrialStatus.READY
                ? new Ready(index, trial.notBeforeMillis(), trial.failuresOf(FailureClass.RESOURCE), runsAlone(trial))
                : null;
    }

    /** Whether a trial may have killed its workers, and so gets one to itself. */
    static boolean runsAlone(TrialRecord trial) {
        return trial.failuresOf(FailureClass.INFRASTRUCTURE) >= Dispatch.LOSSES_BEFORE_ALONE;
    }

    private static String device(@Nullable NodeInfo node) {
        return node == null ? Device.UNKNOWN.name() : Device.nameOf(node);
    }
}
