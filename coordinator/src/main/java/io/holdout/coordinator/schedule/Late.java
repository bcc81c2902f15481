package io.holdout.coordinator.schedule;

/**
 * A trial that runs elsewhere and may be late.
 *
 * @param device of the worker that runs it
 * @param elapsedMillis since its attempt started
 */
public record Late(int trial, Device device, double elapsedMillis) {
    /** Late is who took so many times as long as nine of ten such trials take there. */
    static final double FACTOR = 2;
    /** Of a normal distribution: nine of ten lie below. */
    private static final double NINE_OF_TEN = 1.2816;
    /** Trials of a group that must have finished before it can be said what is late. */
    private static final double LEAST_MEASURED = 3;
    /** An order, a beat and loading take seconds: what is shorter is not late. */
    private static final double LEAST_MILLIS = 5_000;
    /** One slot of so many may run a trial for the second time. */
    private static final int SLOTS_A_SECOND = 10;

    /** Second attempts that a fleet may run at once. */
    public static int mostAtOnce(Fleet fleet) {
        int slots = fleet.parts().stream().mapToInt(Fleet.Part::slots).sum();
        return Math.max(1, slots / SLOTS_A_SECOND);
    }

    /**
     * Whether another device should try as well: it took so long that what is left of it is unknown, and is taken to be as
     * long again; and there it would, nine times of ten, be done before that.
     */
    boolean isBetterTriedOn(Device other, Work work, Costs costs) {
        String group = work.groupName(trial);
        boolean mayBeLate = elapsedMillis >= LEAST_MILLIS
                && elapsedMillis > FACTOR * costs.millis(group, device.name(), work.cost(trial))
                && costs.count(group) >= LEAST_MEASURED;
        if (!mayBeLate) {
            return false;
        }
        double longest = Math.exp(NINE_OF_TEN * costs.spread(group));
        double here = costs.millis(group, device.name(), work.cost(trial)) * longest;
        double there = costs.millis(group, other.name(), work.cost(trial)) * longest;
        return elapsedMillis > FACTOR * here && there < elapsedMillis;
    }
}
