package io.holdout.worker.learn;

import java.util.Map;

/** The four arrays of a batch norm, under torchvision's names. */
final class BatchNormShapes {
    private BatchNormShapes() {}

    static void add(Map<String, long[]> shapes, String name, int channels) {
        for (String part : new String[] {"weight", "bias", "running_mean", "running_var"}) {
            shapes.put(name + "." + part, new long[] {channels});
        }
    }
}
