package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.trial.BackboneSpec;
import io.holdout.worker.data.Targets;
import io.holdout.worker.parity.ParityNumbers;
import java.util.Arrays;

/** Networks, images and targets as {@code src/test/python/parity_fixtures.py} makes them. */
final class ParityNetworks {
    static final Head HEAD = Head.number(0);

    /** What a lifted network's norms add, so that hardly any activation is near the kink of a rectifier. */
    static final int LIFT = 4;

    private static final int COLOURS = 3;

    private ParityNetworks() {}

    static Network network(String name, int side) {
        return new Network(Backbones.of(new BackboneSpec(name, 8, side)), side, new Loaders(1));
    }

    /** @param lift 0 or {@link #LIFT} */
    static Parameters backbone(NDManager manager, Network network, int lift) {
        var tensors = new Tensors();
        network.backbone().shapes().forEach((name, shape) -> {
            float[] values = weights(name, shape);
            if (lift != 0 && name.endsWith(".bias")) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (ParityNumbers.unit(name, i) / 8 + lift);
                }
            }
            tensors.put(name, shape, values);
        });
        return Parameters.of(manager, tensors);
    }

    static Parameters headed(NDManager manager, Network network, int lift, int outputs) {
        Parameters parameters = backbone(manager, network, lift);
        put(manager, parameters, "head0.weight", outputs, network.backbone().features());
        put(manager, parameters, "head0.bias", outputs);
        return parameters;
    }

    static void put(NDManager manager, Parameters parameters, String name, long... shape) {
        NDArray array = Torch.array(manager, weights(name, shape), shape);
        array.setRequiresGradient(Parameters.isTrained(name));
        parameters.put(name, array);
    }

    /** {@code weights} in Python. */
    static float[] weights(String name, long... shape) {
        float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
        for (int i = 0; i < values.length; i++) {
            double u = ParityNumbers.unit(name, i);
            if (shape.length == 4) {
                values[i] = (float) (Math.sqrt(6.0 / (shape[1] * shape[2] * shape[3])) * u);
            } else if (shape.length == 2) {
                values[i] = (float) (1 / Math.sqrt(shape[1]) * u);
            } else if (name.endsWith(".running_var")) {
                values[i] = (float) (1 + u / 2);
            } else if (name.endsWith(".weight")) {
                values[i] = (float) (1 + u / 4);
            } else {
                values[i] = (float) (u / 8);
            }
        }
        return values;
    }

    static NDArray images(NDManager manager, String name, int samples, int side) {
        float[] pixels = ParityNumbers.uniform(name, samples * COLOURS * side * side, 2);
        int area = side * side;
        float[] interleaved = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int sample = i / (COLOURS * area);
            int colour = i / area % COLOURS;
            interleaved[(sample * area + i % area) * COLOURS + colour] = pixels[i];
        }
        return Torch.images(manager, interleaved, samples, side);
    }

    /** {@code TARGETS} in Python: 8 samples. */
    static Targets targets(TaskTarget target) {
        int[] values =
                switch (target) {
                    case MULTICLASS_CLASSIFICATION -> new int[] {0, 3, 1, 4, 1, 1, 2, 0};
                    case ORDINAL_REGRESSION -> new int[] {3, 0, 0, 2, 1, 3, 3, 2};
                    case BINARY_CLASSIFICATION -> new int[] {1, 0, 0, 0, 1, 0, 0, 0};
                    case MULTILABEL_CLASSIFICATION ->
                        new int[] {1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 0};
                };
        return new Targets(target, classes(target), 8, values);
    }

    static int classes(TaskTarget target) {
        return switch (target) {
            case MULTICLASS_CLASSIFICATION -> 5;
            case ORDINAL_REGRESSION -> 4;
            case BINARY_CLASSIFICATION -> 2;
            case MULTILABEL_CLASSIFICATION -> 3;
        };
    }

    /** The word for a kind of target in the files. */
    static String word(TaskTarget target) {
        return switch (target) {
            case MULTICLASS_CLASSIFICATION -> "multiclass";
            case ORDINAL_REGRESSION -> "ordinal";
            case BINARY_CLASSIFICATION -> "binary";
            case MULTILABEL_CLASSIFICATION -> "multilabel";
        };
    }
}
