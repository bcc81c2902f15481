package io.holdout.worker.learn;

import io.holdout.protocol.trial.BackboneSpec;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The files that {@code src/test/python/weights_fixtures.py} made with PyTorch, and what is in them. */
final class WeightsFixtures {
    static final BackboneSpec CONV4 = new BackboneSpec("conv4", 4, 16);

    private WeightsFixtures() {}

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(WeightsFixtures.class.getResource("weights/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every value is held exactly by every floating-point type. */
    static Tensors expected() {
        var tensors = new Tensors();
        int[] number = {0};
        Backbones.of(CONV4).shapes().forEach((name, shape) -> {
            int elements = 1;
            for (long side : shape) {
                elements *= (int) side;
            }
            float[] values = new float[elements];
            for (int i = 0; i < elements; i++) {
                values[i] = ((number[0] * 17 + i * 37) % 101 - 50) / 32f;
            }
            number[0]++;
            tensors.put(name, shape, values);
        });
        return tensors;
    }
}
