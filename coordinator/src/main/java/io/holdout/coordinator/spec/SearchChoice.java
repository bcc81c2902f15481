package io.holdout.coordinator.spec;

import io.holdout.coordinator.search.Search;

/**
 * How the hyper-parameters of one strategy are searched for.
 *
 * @param search over parameters named as in {@link Searchable}
 * @param validationEpisodes few-shot episodes of each source task's validation split that a candidate is judged by
 * @param validationQueries query samples a class of those episodes
 * @param oracle whether every candidate that trained to the end is run on the target too, to tell how much was lost by not
 *     choosing by it; the table never has it
 */
public record SearchChoice(
        Strategy strategy, Search search, int validationEpisodes, int validationQueries, boolean oracle) {}
