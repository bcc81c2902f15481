package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmenterTest {
    private static final float[] NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    @Test
    void flips_left_and_right() {
        assertArrayEquals(new float[] {3, 2, 1, 6, 5, 4, 9, 8, 7}, augmented(NINE, true, false, 0));
    }

    @Test
    void flips_top_and_bottom() {
        assertArrayEquals(new float[] {7, 8, 9, 4, 5, 6, 1, 2, 3}, augmented(NINE, false, true, 0));
    }

    @Test
    void no_flip_no_rotation_and_no_crop_change_nothing() {
        assertArrayEquals(NINE, augmented(NINE, false, false, 0));
    }

    @Test
    void rotates_counter_clockwise_about_the_centre() {
        assertArrayEquals(new float[] {3, 6, 9, 2, 5, 8, 1, 4, 7}, augmented(NINE, false, false, 90), 1e-5f);
    }

    @Test
    void rotation_leaves_corners_black_and_the_middle_of_a_plain_image_plain() {
        float[] image = new float[32 * 32];
        java.util.Arrays.fill(image, 1);
        float[] rotated = augmented(image, false, false, 10);
        for (int corner : new int[] {0, 31, 31 * 32, 32 * 32 - 1}) {
            assertEquals(0, rotated[corner]);
        }
        assertEquals(1, rotated[16 * 32 + 16], 1e-6f);
    }

    @Test
    void treats_every_channel_alike_however_many_there_are() {
        var all = new Augmentation(true, true, 7, true, 0, 0);
        float[] one = NINE.clone();
        new Augmenter(3, 1).apply(all, one);
        assertTrue(one[4] != 0);
        for (int channels = 2; channels <= 3; channels++) {
            float[] several = new float[9 * channels];
            for (int i = 0; i < several.length; i++) {
                several[i] = NINE[i / channels];
            }
            new Augmenter(3, channels).apply(all, several);
            for (int i = 0; i < several.length; i++) {
                assertEquals(one[i / channels], several[i]);
            }
        }
    }

    @Test
    void a_crop_shows_just_its_square() {
        int side = 28;
        float[] image = new float[side * side];
        for (int y = 2; y < 27; y++) {
            for (int x = 3; x < 28; x++) {
                image[y * side + x] = 1;
            }
        }
        assertEquals(25, Augmentation.cropSide(side));
        new Augmenter(side, 1).apply(new Augmentation(false, false, 0, true, 2, 3), image);
        for (float pixel : image) {
            assertEquals(1, pixel, 1e-6f);
        }
    }

    @Test
    void crops_200_of_224_pixels_and_as_much_of_other_sizes() {
        assertEquals(200, Augmentation.cropSide(224));
        assertEquals(57, Augmentation.cropSide(64));
        assertEquals(1, Augmentation.cropSide(1));
    }

    @Test
    void draws_at_the_rates_and_within_the_bounds_of_the_benchmark() {
        int horizontal = 0;
        int vertical = 0;
        int crops = 0;
        double leastDegrees = 0;
        double mostDegrees = 0;
        int farthest = 0;
        for (int seed = 0; seed < 4000; seed++) {
            Augmentation drawn = Augmentation.draw(224, new SplittableRandom(seed));
            horizontal += drawn.flipHorizontally() ? 1 : 0;
            vertical += drawn.flipVertically() ? 1 : 0;
            crops += drawn.crop() ? 1 : 0;
            leastDegrees = Math.min(leastDegrees, drawn.degrees());
            mostDegrees = Math.max(mostDegrees, drawn.degrees());
            farthest = Math.max(farthest, Math.max(drawn.cropTop(), drawn.cropLeft()));
            assertTrue(drawn.cropTop() >= 0 && drawn.cropLeft() >= 0);
        }
        assertEquals(1000, horizontal, 150);
        assertEquals(1000, vertical, 150);
        assertEquals(1000, crops, 150);
        assertEquals(-10, leastDegrees, .1);
        assertEquals(10, mostDegrees, .1);
        assertEquals(24, farthest);
    }

    private static float[] augmented(float[] image, boolean horizontally, boolean vertically, double degrees) {
        float[] copy = image.clone();
        new Augmenter((int) Math.sqrt(image.length), 1)
                .apply(new Augmentation(horizontally, vertically, degrees, false, 0, 0), copy);
        return copy;
    }
}
