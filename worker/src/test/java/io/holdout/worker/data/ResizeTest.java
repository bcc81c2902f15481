package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResizeTest {
    private static final float ROUNDING = 1e-6f;

    @Test
    void keeps_an_image_of_the_right_size_exactly() {
        float[] image = {.1f, .2f, .3f, .4f, .5f, .6f};
        assertArrayEquals(image, resize(image, 2, 3, 2, 3));
    }

    @Test
    void doubles_a_row_with_the_weights_of_torch() {
        // interpolate([0, 1], scale 2, bilinear, align_corners=False) is 0, .25, .75, 1.
        assertArrayEquals(new float[] {0, .25f, .75f, 1}, resize(new float[] {0, 1}, 1, 2, 1, 4), ROUNDING);
        assertArrayEquals(new float[] {0, .25f, .75f, 1}, resize(new float[] {0, 1}, 2, 1, 4, 1), ROUNDING);
    }

    @Test
    void halves_a_row_with_the_triangle_filter() {
        // Centre of the first output is 1.0; the inputs at .5, 1.5, 2.5 weigh .75, .75, .25 of 1.75.
        float[] halved = resize(new float[] {0, 0, 0, 1}, 1, 4, 1, 2);
        assertArrayEquals(new float[] {0, .75f / 1.75f}, halved, ROUNDING);
    }

    @Test
    void keeps_a_plain_area_plain_at_any_size() {
        float[] plain = new float[7 * 5];
        Arrays.fill(plain, .3f);
        for (int size = 1; size < 20; size++) {
            for (float pixel : resize(plain, 7, 5, size, size)) {
                assertEquals(.3f, pixel, ROUNDING);
            }
        }
    }

    @Test
    void antialiases_stripes_that_picking_pixels_would_turn_black_or_white() {
        float[] stripes = new float[64];
        for (int i = 0; i < 64; i += 2) {
            stripes[i] = 1;
        }
        for (float pixel : resize(stripes, 1, 64, 1, 8)) {
            assertEquals(.5f, pixel, .03f);
        }
    }

    private static float[] resize(float[] image, int height, int width, int toHeight, int toWidth) {
        float[] into = new float[toHeight * toWidth];
        new Resize(height, width, toHeight, toWidth).image(image, into);
        return into;
    }
}
