package io.holdout.coordinator.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which sweeps get a worker's free slots. Those of the largest priority that have a use for one; among them, whoever fills
 * the fewest for its weight (max-min fairness, as of YARN's and Mesos' schedulers); and nobody more than its quota. What
 * runs is left to run: a more urgent sweep waits for a slot to come free.
 */
public final class FairShare {
    private FairShare() {}

    /**
     * A sweep that could take slots.
     *
     * @param used slots that it fills on all workers
     */
    public record Claim(String sweep, Share share, int used) {
        Claim plusOne() {
            return new Claim(sweep, share, used + 1);
        }

        boolean mayTakeOne() {
            return share.mostSlots() == 0 || used < share.mostSlots();
        }

        /** Whether this one comes before another; of equals the one that stands first does. */
        boolean comesBefore(Claim other) {
            return share.priority() != other.share.priority()
                    ? share.priority() > other.share.priority()
                    : used / share.weight() < other.used / other.share.weight();
        }
    }

    /**
     * How many of the slots each sweep gets; those that get none are left out.
     *
     * @param claims of sweeps that have a use for a slot, the oldest sweep first
     */
    public static Map<String, Integer> split(int slots, List<Claim> claims) {
        var grants = new HashMap<String, Integer>();
        var now = new ArrayList<>(claims);
        for (int slot = 0; slot < slots; slot++) {
            int next = next(now);
            if (next < 0) {
                break;
            }
            grants.merge(now.get(next).sweep(), 1, Integer::sum);
            now.set(next, now.get(next).plusOne());
        }
        return grants;
    }

    private static int next(List<Claim> claims) {
        int best = -1;
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            if (claim.mayTakeOne() && (best < 0 || claim.comesBefore(claims.get(best)))) {
                best = i;
            }
        }
        return best;
    }
}
