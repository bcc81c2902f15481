package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.holdout.worker.parity.ParityFixture;
import io.holdout.worker.parity.ParityNumbers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Augmentation and resizing against torchvision's transforms of tensors. */
class AugmentationParityTest {
    private static final float ROUNDING = 1e-6f;
    private static final ParityFixture TORCH = ParityFixture.of("augmentation");

    @ParameterizedTest
    @ValueSource(ints = {16, 17})
    void rotates_as_torchvision_does(int side) {
        for (var angle : TORCH.get("angles")) {
            float[] image = ParityNumbers.image("image" + side, side * side);
            new Augmenter(side, 1).apply(new Augmentation(false, false, angle.asDouble(), false, 0, 0), image);
            String name = "rotate/" + side + "/" + angle.asText();
            assertArrayEquals(TORCH.floats(name), image, ROUNDING, name);
        }
    }

    @Test
    void crops_as_torchvision_does() {
        float[] image = ParityNumbers.image("image28", 28 * 28);
        new Augmenter(28, 1).apply(new Augmentation(false, false, 0, true, 2, 3), image);
        assertArrayEquals(TORCH.floats("crop"), image, ROUNDING);
    }

    @Test
    void flips_rotates_and_crops_in_the_order_of_the_benchmark() {
        float[] image = ParityNumbers.image("image28", 28 * 28);
        new Augmenter(28, 1).apply(new Augmentation(true, true, -7.3, true, 1, 0), image);
        assertArrayEquals(TORCH.floats("all"), image, ROUNDING);
    }

    static List<String> sizes() {
        return TORCH.names("resize/");
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void resizes_as_torchvision_does_with_antialiasing(String sizes) {
        int[] sides = Stream.of(sizes.split("[x/]")).mapToInt(Integer::parseInt).toArray();
        float[] image = ParityNumbers.image("image" + sides[0] + "x" + sides[1], sides[0] * sides[1]);
        float[] resized = new float[sides[2] * sides[3]];
        new Resize(sides[0], sides[1], sides[2], sides[3]).image(image, resized);
        assertArrayEquals(TORCH.floats("resize/" + sizes), resized, ROUNDING);
    }
}
