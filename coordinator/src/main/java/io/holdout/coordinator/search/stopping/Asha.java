package io.holdout.coordinator.search.stopping;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Asynchronous successive halving, as algorithm 2 of Li et al. 2020 has it: whenever there is room, the best candidate goes
 * on that is among the best {@code 1/reduction} of its rung and has not gone on yet; rungs are looked at from the highest.
 *
 * @param least epochs at the first rung, to which every candidate trains
 * @param most epochs at the last; each rung between is {@code reduction} times the one before
 * @param reduction 3 or 4 in the paper
 */
public record Asha(int least, int most, int reduction) implements StoppingRule {
    public Asha {
        if (least < 1 || most < least || reduction < 2) {
            throw new IllegalArgumentException("training is " + least + " to " + most + ", the reduction factor "
                    + reduction + ", must ascend from 1 or more, and be at least 2");
        }
    }

    /** How many candidates it takes so that one surely trains to its end. */
    public long candidatesForOneEnd() {
        long candidates = 1;
        for (int rung = least; rung < most; rung = after(rung)) {
            candidates *= reduction;
        }
        return candidates;
    }

    @Override
    public int first(int candidate) {
        return least;
    }

    @Override
    public Optional<Climb> next(Course course) {
        Optional<Climb> highest = Optional.empty();
        for (int rung = least; rung < most; rung = after(rung)) {
            Optional<Climb> here = promotable(course, rung);
            highest = here.isPresent() ? here : highest;
        }
        return highest;
    }

    private int after(int rung) {
        return (int) Math.min(most, (long) rung * reduction);
    }

    /** Of equal scores the one that was recorded earlier is better. */
    private Optional<Climb> promotable(Course course, int rung) {
        List<Report> reached = course.reports().stream()
                .filter(report -> report.epochs() == rung)
                .toList();
        return reached.stream()
                .sorted(Comparator.comparingDouble(report -> -report.value()))
                .limit(reached.size() / reduction)
                .filter(report -> course.restsAt(report.candidate(), rung))
                .findFirst()
                .map(report -> new Climb(report.candidate(), after(rung)));
    }
}
