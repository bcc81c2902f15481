package io.holdout.coordinator.schedule;

import java.util.Comparator;

/**
 * Which trial is more urgent: the one on the longer critical path, that is its own time and that of the longest chain which
 * waits for it; and somewhat more the more waits for it beside that chain. Times are estimates on a device of slowness 1.
 */
final class Ranking {
    /** Share of the work that waits for a trial which counts on top of its critical path. */
    private static final double WAITING_SHARE = 0.1;
    /** A group's estimate may move by this factor before all is ranked anew: small beside what groups differ by. */
    private static final double TOLERANCE = 1.25;

    private final double[] millis;
    private final double[] path;
    private final double[] urgency;
    private final double[] rateOfGroup;
    private final Comparator<Integer> mostUrgentFirst;

    Ranking(Work work, Costs costs) {
        rateOfGroup = rates(work, costs);
        int count = work.size();
        millis = new double[count];
        path = new double[count];
        urgency = new double[count];
        var waiting = new double[count];
        for (int i = count - 1; i >= 0; i--) {
            millis[i] = work.cost(i) * rateOfGroup[work.group(i)];
            // what waits for it has been visited, and has left the longest chain in path[i]
            path[i] = millis[i] + Math.max(path[i], work.costAfter(i) * rateOfGroup[work.group(i)]);
            urgency[i] = path[i] + WAITING_SHARE * waiting[i];
            for (int needed : work.dependencies(i)) {
                path[needed] = Math.max(path[needed], path[i]);
                waiting[needed] += millis[i];
            }
        }
        mostUrgentFirst = Comparator.<Integer>comparingDouble(i -> -urgency[i]).thenComparingInt(i -> i);
    }

    private static double[] rates(Work work, Costs costs) {
        return work.groups().stream().mapToDouble(costs::millisPerUnit).toArray();
    }

    /** Whether groups now compare with each other as they did when this was made. */
    boolean stillHolds(Work work, Costs costs) {
        double[] now = rates(work, costs);
        double least = Double.MAX_VALUE;
        double most = 0;
        for (int i = 0; i < now.length; i++) {
            least = Math.min(least, now[i] / rateOfGroup[i]);
            most = Math.max(most, now[i] / rateOfGroup[i]);
        }
        return most <= least * TOLERANCE;
    }

    Comparator<Integer> mostUrgentFirst() {
        return mostUrgentFirst;
    }

    /** Milliseconds a GFLOP of a group. */
    double rate(int group) {
        return rateOfGroup[group];
    }

    /** Its own time. */
    double millis(int trial) {
        return millis[trial];
    }

    /** Its own time and that of the longest chain that waits for it. */
    double path(int trial) {
        return path[trial];
    }

    double urgency(int trial) {
        return urgency[trial];
    }
}
