package io.holdout.worker.learn;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** What one element of a stored tensor is. Only floating-point ones become weights; the others are known to be skipped. */
enum ElementType {
    F32("Float", 4),
    F64("Double", 8),
    F16("Half", 2),
    BF16("BFloat16", 2),
    I64("Long", 8),
    I32("Int", 4),
    I16("Short", 2),
    I8("Char", 1),
    U8("Byte", 1),
    BOOL("Bool", 1);

    private final String torch;
    private final int bytes;

    ElementType(String torch, int bytes) {
        this.torch = torch;
        this.bytes = bytes;
    }

    /** The type of a class such as {@code torch.HalfStorage}. */
    static Optional<ElementType> ofStorageClass(String name) {
        return Arrays.stream(values())
                .filter(type -> name.equals("torch." + type.torch + "Storage"))
                .findAny();
    }

    /** The type that safetensors calls so. */
    static Optional<ElementType> ofSafetensors(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findAny();
    }

    int bytes() {
        return bytes;
    }

    boolean isFloatingPoint() {
        return this == F32 || this == F64 || this == F16 || this == BF16;
    }

    /** The next element as a float32; a double is rounded to the nearest, as torch does. */
    float next(ByteBuffer from) {
        return switch (this) {
            case F32 -> from.getFloat();
            case F64 -> (float) from.getDouble();
            case F16 -> ofHalf(from.getShort());
            case BF16 -> Float.intBitsToFloat(from.getShort() << Short.SIZE);
            default -> throw new IllegalStateException(this + " is no floating-point type");
        };
    }

    /** The next {@code count} elements, into an array from {@code at} on. */
    void read(ByteBuffer from, float[] into, int at, int count) {
        if (this == F32) {
            // the common type, many times as fast
            from.asFloatBuffer().get(into, at, count);
            from.position(from.position() + count * bytes);
            return;
        }
        for (int i = at; i < at + count; i++) {
            into[i] = next(from);
        }
    }

    /** IEEE 754 binary16: 1 bit of sign, 5 of exponent (bias 15), 10 of fraction. Java has this from 20 on. */
    private static float ofHalf(short half) {
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        float magnitude;
        if (exponent == 0) {
            magnitude = Math.scalb((float) fraction, -24);
        } else if (exponent == 0x1f) {
            magnitude = Float.intBitsToFloat(0x7f80_0000 | fraction << 13);
        } else {
            magnitude = Math.scalb((float) (fraction | 0x400), exponent - 25);
        }
        return half < 0 ? -magnitude : magnitude;
    }
}
