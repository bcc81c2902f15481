package io.holdout.worker.data.demo;

import java.util.BitSet;
import java.util.Map;

/**
 * What there is to see in one image.
 *
 * @param features a value in [0,1] for every feature
 * @param signs numbers of the small signs on it; there is a sign for every label of a multi-label task
 */
record Look(Map<Feature, Double> features, BitSet signs) {
    Look {
        features = Map.copyOf(features);
        signs = (BitSet) signs.clone();
    }

    /** @throws IllegalStateException if the look was made without that feature */
    double of(Feature feature) {
        Double value = features.get(feature);
        if (value == null) {
            throw new IllegalStateException("a look without " + feature);
        }
        return value;
    }

    /** The feature, stretched from [0,1] to [low,high]. */
    double between(double low, double high, Feature feature) {
        return low + (high - low) * of(feature);
    }
}
