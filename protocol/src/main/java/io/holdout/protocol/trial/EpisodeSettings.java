package io.holdout.protocol.trial;

/**
 * How the few-shot episodes of a target are drawn. Episodes are a function of these, the data and the episode's number
 * alone, so all strategies see the same ones.
 *
 * @param shots support samples a class
 * @param queries query samples a class
 * @param minSamplesPerClass classes with fewer samples are dropped
 * @param seed of the draw
 */
public record EpisodeSettings(int shots, int queries, int minSamplesPerClass, long seed) {}
