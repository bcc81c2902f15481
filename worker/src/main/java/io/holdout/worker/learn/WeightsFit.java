package io.holdout.worker.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Whether named arrays are those of a backbone. The final layer of a classifier, {@code fc}, may be there besides. */
final class WeightsFit {
    private WeightsFit() {}

    /** All that is missing, of another shape, or unknown, each in words; empty if the arrays fit. */
    static List<String> mismatches(Map<String, long[]> found, Backbone backbone) {
        var wrong = new ArrayList<String>();
        backbone.shapes().forEach((name, shape) -> {
            long[] there = found.get(name);
            if (there == null) {
                wrong.add(name + " is missing");
            } else if (!Arrays.equals(there, shape)) {
                wrong.add(name + " has shape " + Arrays.toString(there) + ", must be " + Arrays.toString(shape));
            }
        });
        for (String name : found.keySet()) {
            if (!backbone.shapes().containsKey(name) && !name.startsWith("fc.")) {
                wrong.add(name + " is unknown");
            }
        }
        return wrong;
    }
}
