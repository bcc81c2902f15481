package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {
    private static final float ROUNDING = 1e-5f;

    /** Images whose every byte is a function of position, row, column and channel. */
    private record Painted(int count, int channels, int height, int width) implements Images {
        @Override
        public void read(int index, byte[] into) {
            for (int i = 0; i < bytesPerImage(); i++) {
                into[i] = (byte) level(index, i);
            }
        }

        int level(int index, int i) {
            return (37 * index + 11 * i) & 0xff;
        }

        @Override
        public void close() {}
    }

    @Test
    void puts_channels_innermost_and_normalises_each_as_imagenet_does() {
        var images = new Painted(3, 3, 2, 2);
        float[] batch = BatchLoader.load(images, new int[] {2, 0}, 2);
        assertEquals(2 * 3 * 4, batch.length);
        float[] mean = {.485f, .456f, .406f};
        float[] deviation = {.229f, .224f, .225f};
        for (int channel = 0; channel < 3; channel++) {
            for (int pixel = 0; pixel < 4; pixel++) {
                float expected = (images.level(2, pixel * 3 + channel) / 255f - mean[channel]) / deviation[channel];
                assertEquals(expected, batch[pixel * 3 + channel]);
            }
        }
        assertArrayEquals(BatchLoader.load(images, new int[] {0}, 2), Arrays.copyOfRange(batch, 12, 24));
    }

    @Test
    void replicates_grey_to_three_channels() {
        var images = new Painted(1, 1, 3, 3);
        for (int size : new int[] {3, 2, 5}) {
            float[] batch = BatchLoader.load(images, new int[] {0}, size);
            int area = size * size;
            for (int pixel = 0; pixel < area; pixel++) {
                float red = batch[pixel * 3] * .229f + .485f;
                assertEquals(red, batch[pixel * 3 + 1] * .224f + .456f, ROUNDING);
                assertEquals(red, batch[pixel * 3 + 2] * .225f + .406f, ROUNDING);
            }
        }
    }

    @Test
    void augmentation_of_an_image_depends_on_seed_and_image_and_not_on_the_batch() {
        var images = new Painted(9, 3, 16, 16);
        float[] batch = augmented(images, new int[] {4, 8, 1}, 16, 99);
        float[] alone = augmented(images, new int[] {1}, 16, 99);
        assertArrayEquals(alone, Arrays.copyOfRange(batch, 2 * 768, 3 * 768));
        assertFalse(Arrays.equals(alone, augmented(images, new int[] {1}, 16, 98)));
    }

    @Test
    void augmented_images_of_another_size_are_resized_first() {
        var images = new Painted(1, 1, 32, 32);
        for (float value : augmented(images, new int[] {0}, 8, 1)) {
            assertTrue(Float.isFinite(value), "every value is written");
        }
    }

    /** Into an array that was used before. */
    private static float[] augmented(Images images, int[] samples, int size, long seed) {
        float[] batch = new float[BatchLoader.length(samples.length, size)];
        Arrays.fill(batch, Float.NaN);
        BatchLoader.loadAugmented(images, samples, size, seed, batch);
        return batch;
    }

    @Test
    void refuses_a_size_below_one_and_a_batch_beyond_an_array() {
        var images = new Painted(1, 1, 2, 2);
        assertThrows(IllegalArgumentException.class, () -> BatchLoader.load(images, new int[1], 0));
        assertThrows(IllegalArgumentException.class, () -> BatchLoader.load(images, new int[99_999], 224));
    }

    @Test
    void an_empty_batch_is_empty() {
        assertEquals(0, BatchLoader.load(new Painted(1, 1, 2, 2), new int[0], 2).length);
    }
}
