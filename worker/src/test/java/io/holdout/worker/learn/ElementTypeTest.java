package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ElementTypeTest {
    /** By the definition in IEEE 754, in doubles. */
    private static double half(int bits) {
        int exponent = bits >> 10 & 31;
        double fraction = (bits & 1023) / 1024.0;
        double sign = (bits & 0x8000) == 0 ? 1 : -1;
        if (exponent == 31) {
            return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        return exponent == 0 ? sign * Math.pow(2, -14) * fraction : sign * Math.pow(2, exponent - 15) * (1 + fraction);
    }

    @Test
    void every_half_is_the_number_that_ieee_754_says() {
        for (int bits = 0; bits <= 0xffff; bits++) {
            var bytes = ByteBuffer.allocate(2).putShort((short) bits).flip();
            assertEquals((float) half(bits), ElementType.F16.next(bytes), "bits " + bits);
        }
    }

    @Test
    void a_bfloat16_is_the_upper_half_of_a_float() {
        for (float value : new float[] {0f, -0f, 1f, -1.5f, 3.25e38f, 1e-40f, Float.NEGATIVE_INFINITY, Float.NaN}) {
            int bits = Float.floatToIntBits(value) & 0xffff_0000;
            var bytes = ByteBuffer.allocate(2).putShort((short) (bits >> 16)).flip();
            assertEquals(Float.intBitsToFloat(bits), ElementType.BF16.next(bytes));
        }
    }

    @Test
    void a_double_is_rounded_to_the_nearest_float() {
        var bytes = ByteBuffer.allocate(16).putDouble(0.1).putDouble(1e300).flip();
        assertEquals(0.1f, ElementType.F64.next(bytes));
        assertEquals(Float.POSITIVE_INFINITY, ElementType.F64.next(bytes));
    }
}
