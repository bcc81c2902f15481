package io.holdout.coordinator.search;

import io.holdout.protocol.failure.HoldoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries every combination once, the last parameter changing fastest; results change nothing. */
public final class GridSampler implements Sampler {
    /** More combinations are surely a mistake; the table has as many rows at most. */
    static final int MOST_COMBINATIONS = 10_000;

    private final List<Assignment> combinations;

    /**
     * A grid over a space.
     *
     * @param points how many values of a real or logarithmic range, at least 2
     * @throws HoldoutException GRID_TOO_LARGE
     */
    public GridSampler(SearchSpace space, int points) {
        List<Assignment> partial = List.of(Assignment.EMPTY);
        for (Parameter parameter : space.parameters()) {
            partial = extended(partial, parameter, parameter.domain().grid(points));
        }
        combinations = partial;
    }

    private static List<Assignment> extended(List<Assignment> partial, Parameter parameter, List<Object> values) {
        var longer = new ArrayList<Assignment>();
        for (Assignment assignment : partial) {
            if (!parameter.isActive(assignment)) {
                longer.add(assignment);
                continue;
            }
            if (longer.size() + values.size() > MOST_COMBINATIONS) {
                throw HoldoutException.user(
                        "GRID_TOO_LARGE",
                        "the grid has more than " + MOST_COMBINATIONS + " combinations at the parameter '"
                                + parameter.name() + "'; use fewer values, or random search");
            }
            values.forEach(value -> longer.add(assignment.with(parameter.name(), value)));
        }
        return List.copyOf(longer);
    }

    /** How many combinations there are. */
    public int size() {
        return combinations.size();
    }

    @Override
    public Optional<Assignment> suggest(History history) {
        int next = history.suggested();
        return next < combinations.size() ? Optional.of(combinations.get(next)) : Optional.empty();
    }
}
