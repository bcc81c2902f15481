package io.holdout.coordinator.search.stopping;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Hyperband (Li et al. 2018) over asynchronous brackets: several successive halvings whose first rungs lie lower or higher.
 * Candidates are dealt to the brackets by their number, in turns as long as the brackets are in the paper.
 *
 * @param least epochs at the first rung of the strictest bracket
 * @param most epochs of a candidate that trains to its end
 */
public record Hyperband(int least, int most, int reduction) implements StoppingRule {
    public Hyperband {
        // The strictest bracket has the same bounds, and refuses wrong ones.
        var unused = new Asha(least, most, reduction);
    }

    /** How many brackets there are: one for each rung of the strictest but the last, and one that stops nothing. */
    public int brackets() {
        int count = 1;
        for (long rung = least; rung * reduction <= most; rung *= reduction) {
            count++;
        }
        return count;
    }

    /** The bracket of a candidate; 0 is the strictest. */
    public int bracketOf(int candidate) {
        int place = candidate % turn();
        int bracket = 0;
        while (place >= size(bracket)) {
            place -= size(bracket);
            bracket++;
        }
        return bracket;
    }

    /** How many candidates all brackets take together, which is the least that a search should have. */
    public int turn() {
        return IntStream.range(0, brackets()).map(this::size).sum();
    }

    /** The paper's number of candidates of a bracket: {@code ceil((s_max + 1) / (s + 1) * reduction^s)}. */
    private int size(int bracket) {
        int halvings = brackets() - 1 - bracket;
        return (int) Math.ceil(brackets() * Math.pow(reduction, halvings) / (halvings + 1));
    }

    private Asha halving(int bracket) {
        long first = least;
        for (int i = 0; i < bracket; i++) {
            first *= reduction;
        }
        // the bracket that stops nothing has one rung only, at the end
        return new Asha(bracket == brackets() - 1 ? most : (int) first, most, reduction);
    }

    @Override
    public int first(int candidate) {
        return halving(bracketOf(candidate)).first(candidate);
    }

    @Override
    public Optional<Climb> next(Course course) {
        return IntStream.range(0, brackets())
                .mapToObj(bracket -> halving(bracket).next(ofBracket(course, bracket)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Course ofBracket(Course course, int bracket) {
        return new Course(
                course.reports().stream()
                        .filter(report -> bracketOf(report.candidate()) == bracket)
                        .toList(),
                course.goals().entrySet().stream()
                        .filter(goal -> bracketOf(goal.getKey()) == bracket)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
