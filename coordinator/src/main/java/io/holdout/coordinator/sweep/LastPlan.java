package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.Plan;
import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;

/**
 * The plan that was made last: a sweep's decision to be submitted and the state that follows both need it, and one of a
 * million trials takes ten seconds to make. Nobody can tell but by the time: a plan is a pure function of its submission. It is
 * dropped when memory is short.
 */
final class LastPlan {
    private record Made(SweepEvent.SweepSubmitted submission, SoftReference<Plan> plan) {}

    private static volatile @Nullable Made last;

    private LastPlan() {}

    static void remember(SweepEvent.SweepSubmitted submission, Plan plan) {
        last = new Made(submission, new SoftReference<>(plan));
    }

    /** Null unless it was the last, and is there still. */
    static @Nullable Plan of(SweepEvent.SweepSubmitted submission) {
        Made made = last;
        return made != null && made.submission().equals(submission)
                ? made.plan().get()
                : null;
    }
}
