package io.holdout.coordinator.search.stopping;

import java.util.List;

/**
 * Asynchronous successive halving (Li et al. 2020): at each rung only the best {@code 1/reduction} go on.
 *
 * @param least training before the first rung, which every trial gets
 * @param most training of a trial that is never stopped; rungs lie below it, each {@code reduction} times the one before
 * @param reduction 3 in the paper
 * @param losers what happens to a trial that is not among the best when it reaches a rung
 */
public record Asha(int least, int most, int reduction, Losers losers) implements StoppingRule {
    /** What happens to a trial that is not among the best of its rung. */
    public enum Losers {
        /** It ends. The first of a rung always goes on, since nothing is known to be better. */
        STOP,
        /** It waits, and is promoted if it comes to be among the best. */
        PAUSE
    }

    public Asha {
        if (least < 1 || most < least || reduction < 2) {
            throw new IllegalArgumentException("training is " + least + " to " + most + ", the reduction factor "
                    + reduction + ", must ascend from 1 or more, and be at least 2");
        }
    }

    /** A fold from the first report, so that no state has to survive a crash beside the journal. */
    @Override
    public Verdict verdict(List<Report> recorded) {
        var rungs = new Rungs(this);
        recorded.subList(0, recorded.size() - 1).forEach(rungs::add);
        return rungs.add(recorded.get(recorded.size() - 1));
    }
}
