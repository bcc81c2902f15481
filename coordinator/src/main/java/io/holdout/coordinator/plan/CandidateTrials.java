package io.holdout.coordinator.plan;

import java.util.SortedMap;

/**
 * The trials of one candidate of a search, as far as it was told to train.
 *
 * @param values of its parameters, as text
 * @param until epochs at its mark
 * @param training index of the trial that trains up to there; -1 if the strategy trains nothing
 * @param score index of the trial that its score is the headline of
 */
record CandidateTrials(SortedMap<String, String> values, int until, int training, int score) {}
