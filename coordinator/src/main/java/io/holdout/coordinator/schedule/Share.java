package io.holdout.coordinator.schedule;

import io.holdout.protocol.failure.HoldoutException;

/**
 * What a sweep gets beside others.
 *
 * @param priority a sweep of a larger one is served first, and others get what it leaves; 0 unless the user says otherwise
 * @param weight slots in relation to other sweeps of its priority; 1 unless the user says otherwise
 * @param mostSlots that it may fill at once; 0 for all
 */
public record Share(int priority, double weight, int mostSlots) {
    /** Of a sweep of which the user said nothing. */
    public static final Share USUAL = new Share(0, 1, 0);

    /** Enough steps for every order of sweeps that people can mean. */
    private static final int LARGEST_PRIORITY = 1_000;

    private static final double LEAST_WEIGHT = 0.001;
    private static final double LARGEST_WEIGHT = 1_000;
    /** More than any cluster has. */
    private static final int LARGEST_QUOTA = 1_000_000;

    /**
     * One that a user asks for.
     *
     * @throws HoldoutException BAD_SHARE naming what is out of bounds
     */
    public static Share of(int priority, double weight, int mostSlots) {
        if (Math.abs((long) priority) > LARGEST_PRIORITY) {
            throw bad("priority", priority, "-" + LARGEST_PRIORITY + " to " + LARGEST_PRIORITY);
        }
        if (!(weight >= LEAST_WEIGHT && weight <= LARGEST_WEIGHT)) {
            throw bad("weight", weight, LEAST_WEIGHT + " to " + LARGEST_WEIGHT);
        }
        if (mostSlots < 0 || mostSlots > LARGEST_QUOTA) {
            throw bad("mostSlots", mostSlots, "1 to " + LARGEST_QUOTA + ", or 0 for no bound");
        }
        return new Share(priority, weight, mostSlots);
    }

    private static HoldoutException bad(String name, Object found, String allowed) {
        return HoldoutException.user("BAD_SHARE", name + " is " + found + "; allowed are " + allowed);
    }
}
