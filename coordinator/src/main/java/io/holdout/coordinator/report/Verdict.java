package io.holdout.coordinator.report;

import java.util.OptionalDouble;

/**
 * How a cell stands to the best of its column.
 *
 * @param best whether it has the best number; false with fewer than two to choose from
 * @param tested whether it was tested against the best, or is the best of which others were
 * @param p of the paired signed-rank test against the best over shared episodes, Holm-adjusted for the column; absent of
 *     the best itself, and where nothing was tested
 */
public record Verdict(boolean best, boolean tested, OptionalDouble p) {
    /** The chance of calling a number worse that is not. */
    public static final double LEVEL = 0.05;

    static final Verdict NONE = new Verdict(false, false, OptionalDouble.empty());

    /** Whether it is in bold. What could not be tested may not profit from that: it is if it is the best. */
    public boolean marked(Marking marking) {
        return best || (marking == Marking.NOT_WORSE && tested && p.isPresent() && p.getAsDouble() >= LEVEL);
    }
}
