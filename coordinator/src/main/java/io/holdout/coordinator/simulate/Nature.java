package io.holdout.coordinator.simulate;

import io.holdout.coordinator.schedule.RetryPolicy;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one trial behaves in one run: how long it takes, how often and why it fails. */
final class Nature {
    private static final String CODE = "SIMULATED_";
    private static final List<FailureClass> CLASSES = List.of(FailureClass.values());

    /** What loses nodes says nothing of a trial; one that loses them every time is a killer. */
    private static final List<FailureClass> POISONS =
            CLASSES.stream().filter(each -> each != FailureClass.INFRASTRUCTURE).toList();

    private final long durationMillis;
    private final boolean kills;
    private final @Nullable FailureClass poison;
    private final Deque<FailureClass> passing;
    private boolean healthy;

    private Nature(
            long durationMillis,
            boolean kills,
            @Nullable FailureClass poison,
            boolean spoilsLater,
            Deque<FailureClass> passing) {
        this.durationMillis = durationMillis;
        this.kills = kills;
        this.poison = poison;
        this.healthy = spoilsLater;
        this.passing = passing;
    }

    /** @param brisk whether they take milliseconds */
    static List<Nature> drawAll(int trials, boolean brisk, Dice dice, Faults faults) {
        var natures = new ArrayList<Nature>();
        for (int i = 0; i < trials; i++) {
            boolean kills = faults.strikes(Fault.TRIAL_KILLS);
            FailureClass poison = faults.strikes(Fault.TRIAL_POISONED) ? dice.pick(POISONS) : null;
            var passing = new ArrayDeque<FailureClass>();
            if (faults.strikes(Fault.TRIAL_FAILS)) {
                FailureClass which = dice.pick(CLASSES);
                long times = dice.between(0, Math.min(4, RetryPolicy.budget(which) - 1));
                for (int time = 0; time < times; time++) {
                    passing.add(which);
                }
            }
            long duration = brisk ? dice.between(5, 200) : dice.between(200, 12_000);
            natures.add(new Nature(duration, kills, poison, dice.chance(0.5), passing));
        }
        return natures;
    }

    long durationMillis() {
        return durationMillis;
    }

    /** Whether the worker that runs it dies of it. */
    boolean kills() {
        return kills;
    }

    /** Whether it can never succeed, or not again once its result was lost. */
    boolean hopeless() {
        return kills || poison != null;
    }

    /** How the next execution fails; null if it succeeds. */
    @Nullable
    Failure nextFailure() {
        FailureClass which = poison != null && !healthy ? poison : passing.poll();
        healthy &= which != null;
        return which == null ? null : new Failure(which, CODE + which, "made to fail");
    }

    /** The class that a failure must be counted in: the simulator's own by their code, all of the core are lost nodes. */
    static FailureClass classOf(Failure failure) {
        return failure.code().startsWith(CODE)
                ? FailureClass.valueOf(failure.code().substring(CODE.length()))
                : FailureClass.INFRASTRUCTURE;
    }
}
