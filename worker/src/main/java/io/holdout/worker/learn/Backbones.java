package io.holdout.worker.learn;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.BackboneSpec;
import java.util.Map;
import java.util.function.Function;

/** The backbones there are; adding one is a file and a line. */
final class Backbones {
    private static final Map<String, Function<BackboneSpec, Backbone>> KNOWN = Map.of(
            "conv4", spec -> new Conv4(spec.width(), spec.imageSize()),
            "resnet18", spec -> ResNet.resnet18(),
            "resnet50", spec -> ResNet.resnet50());

    private Backbones() {}

    /** @throws HoldoutException UNKNOWN_BACKBONE */
    static Backbone of(BackboneSpec spec) {
        var make = KNOWN.get(spec.name());
        if (make == null) {
            throw HoldoutException.user(
                    "UNKNOWN_BACKBONE",
                    "no backbone '" + spec.name() + "'; there are "
                            + KNOWN.keySet().stream().sorted().toList());
        }
        return make.apply(spec);
    }
}
