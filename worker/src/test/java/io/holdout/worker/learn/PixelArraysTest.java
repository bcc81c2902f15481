package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class PixelArraysTest {
    private static final int LENGTH = 10;

    private final PixelArrays arrays = new PixelArrays(2 * LENGTH * Float.BYTES);

    @Test
    void hands_out_an_array_again_once_it_came_back() {
        float[] first = arrays.take(LENGTH);
        assertNotSame(first, arrays.take(LENGTH), "it is in use");
        arrays.giveBack(first);
        assertSame(first, arrays.take(LENGTH));
        assertNotSame(first, arrays.take(LENGTH), "it is in use again");
    }

    @Test
    void hands_out_only_what_has_the_right_length() {
        float[] first = arrays.take(LENGTH);
        arrays.giveBack(first);
        assertEquals(LENGTH - 1, arrays.take(LENGTH - 1).length);
        assertSame(first, arrays.take(LENGTH));
    }

    @Test
    void lets_go_of_the_oldest_beyond_its_bound() {
        float[] oldest = arrays.take(LENGTH);
        float[] second = arrays.take(LENGTH);
        float[] third = arrays.take(LENGTH);
        arrays.giveBack(oldest);
        arrays.giveBack(second);
        arrays.giveBack(third);
        assertSame(second, arrays.take(LENGTH));
        assertSame(third, arrays.take(LENGTH));
        assertNotSame(oldest, arrays.take(LENGTH));
    }
}
