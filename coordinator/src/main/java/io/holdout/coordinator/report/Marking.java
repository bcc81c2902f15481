package io.holdout.coordinator.report;

import java.util.Locale;

/** Which numbers of a column are in bold. */
public enum Marking {
    /** Those not significantly worse than the best: what a reader may take from the column. */
    NOT_WORSE,
    /** The best alone, whatever the chance that it is so by luck. */
    BEST;

    /** The name on the command line: {@code not-worse} or {@code best}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
