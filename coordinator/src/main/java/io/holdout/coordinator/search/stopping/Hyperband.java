package io.holdout.coordinator.search.stopping;

import io.holdout.coordinator.search.stopping.Asha.Losers;
import java.util.List;

/**
 * Hyperband (Li et al. 2018) over asynchronous brackets: several successive halvings that begin to stop trials earlier or
 * later. Trials are dealt to the brackets by their index, in turns as long as the brackets are in the paper.
 *
 * @param least training before the first rung of the strictest bracket
 * @param most training of a trial that is never stopped
 */
public record Hyperband(int least, int most, int reduction, Losers losers) implements StoppingRule {
    public Hyperband {
        // The strictest bracket has the same bounds, and refuses wrong ones.
        var unused = new Asha(least, most, reduction, losers);
    }

    /** How many brackets there are: one for each rung of the strictest, and one that stops nothing. */
    public int brackets() {
        int count = 1;
        for (long resource = least; resource * reduction <= most; resource *= reduction) {
            count++;
        }
        return count;
    }

    /** The bracket of a trial; 0 is the strictest. */
    public int bracketOf(int trial) {
        int turn = 0;
        for (int bracket = 0; bracket < brackets(); bracket++) {
            turn += size(bracket);
        }
        int place = trial % turn;
        int bracket = 0;
        while (place >= size(bracket)) {
            place -= size(bracket);
            bracket++;
        }
        return bracket;
    }

    /** The paper's number of trials of a bracket: {@code ceil((s_max + 1) / (s + 1) * reduction^s)}. */
    private int size(int bracket) {
        int halvings = brackets() - 1 - bracket;
        return (int) Math.ceil(brackets() * Math.pow(reduction, halvings) / (halvings + 1));
    }

    @Override
    public Verdict verdict(List<Report> recorded) {
        int bracket = bracketOf(recorded.get(recorded.size() - 1).trial());
        int first = (int) (least * Math.pow(reduction, bracket));
        return new Asha(Math.min(first, most), most, reduction, losers)
                .verdict(recorded.stream()
                        .filter(report -> bracketOf(report.trial()) == bracket)
                        .toList());
    }
}
