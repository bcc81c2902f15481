package io.holdout.coordinator.plan;

import io.holdout.coordinator.search.Search;
import io.holdout.coordinator.spec.SearchChoice;
import io.holdout.protocol.catalog.TaskRef;
import java.util.List;

/**
 * One search for hyper-parameters: of one row, for all targets that have the same source tasks; of one target if supervised.
 *
 * @param index position in {@link Searches}
 * @param label people's words, such as {@code mm-pt conv4 on 17 datasets (without aml, pbc)}
 * @param search over the parameters that matter to the row
 * @param settings as the sweep file has them
 * @param seed of the sampler
 * @param choice the row's, before anything is chosen
 * @param target one of those that it is for
 * @param sources tasks that candidates train on and are judged by; of the target alone if supervised
 */
public record PlannedSearch(
        int index,
        String label,
        Search search,
        SearchChoice settings,
        long seed,
        RowChoice choice,
        TaskRef target,
        List<TaskRef> sources) {
    public PlannedSearch {
        sources = List.copyOf(sources);
    }
}
