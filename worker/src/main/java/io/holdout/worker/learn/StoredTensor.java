package io.holdout.worker.learn;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor whose values are still in its file.
 *
 * @param offset of its first element in {@code bytes}, in elements
 * @param strides steps from one element to the next along each side, in elements; 0 or more
 */
record StoredTensor(ElementType type, ByteOrder order, StoredBytes bytes, long offset, long[] shape, long[] strides) {
    /** Torch itself knows no more sides in practice; it bounds what a forged file can ask for. */
    static final int MAX_SIDES = 16;
    /** As long as a Java array gets. */
    private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 8L;
    /** A multiple of every element's size. */
    private static final int CHUNK_BYTES = 1 << 16;

    /** @throws IllegalArgumentException if it does not lie within its bytes */
    StoredTensor {
        if (shape.length > MAX_SIDES || shape.length != strides.length) {
            throw new IllegalArgumentException("a tensor of " + shape.length + " sides and " + strides.length
                    + " strides; they must be as many, and at most " + MAX_SIDES);
        }
        if (offset < 0 || anyNegative(shape) || anyNegative(strides)) {
            throw new IllegalArgumentException("a tensor of shape " + Arrays.toString(shape) + ", strides "
                    + Arrays.toString(strides) + " and offset " + offset + ": none may be negative");
        }
        long elements = elements(shape);
        long span = elements == 0 ? 0 : span(shape, strides);
        if (elements > MAX_ELEMENTS || span > MAX_ELEMENTS) {
            throw new IllegalArgumentException("a tensor of shape " + Arrays.toString(shape) + " and strides "
                    + Arrays.toString(strides) + "; at most " + MAX_ELEMENTS + " elements can be read");
        }
        if (span > 0 && span > bytes.length() / type.bytes() - offset) {
            throw new IllegalArgumentException("a tensor of shape " + Arrays.toString(shape) + " at element " + offset
                    + " reaches beyond the " + bytes.length() + " bytes that are stored");
        }
    }

    /** One whose elements lie one behind the other, row-major. */
    static StoredTensor rowMajor(ElementType type, ByteOrder order, StoredBytes bytes, long[] shape) {
        return new StoredTensor(type, order, bytes, 0, shape, rowMajorStrides(shape));
    }

    private static long[] rowMajorStrides(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int side = shape.length - 1; side >= 0; side--) {
            strides[side] = stride;
            stride = saturating(stride, Math.max(shape[side], 1));
        }
        return strides;
    }

    private static boolean anyNegative(long[] numbers) {
        return Arrays.stream(numbers).anyMatch(number -> number < 0);
    }

    private static long elements(long[] shape) {
        return Arrays.stream(shape).anyMatch(side -> side == 0)
                ? 0
                : Arrays.stream(shape).reduce(1, StoredTensor::saturating);
    }

    /** Elements from the first to the last, both included. */
    private static long span(long[] shape, long[] strides) {
        long last = 0;
        for (int side = 0; side < shape.length; side++) {
            last = Math.min(Integer.MAX_VALUE, last + saturating(shape[side] - 1, strides[side]));
        }
        return last + 1;
    }

    /** The product, or 2^31 - 1 where it would be more: too much in any case. */
    private static long saturating(long a, long b) {
        return a != 0 && b > Integer.MAX_VALUE / a ? Integer.MAX_VALUE : a * b;
    }

    /** Its values as float32, row-major. */
    float[] values() throws IOException {
        int elements = (int) elements(shape);
        if (elements == 0) {
            return new float[0];
        }
        float[] span = read((int) span(shape, strides));
        return Arrays.equals(strides, rowMajorStrides(shape)) ? span : gather(span, elements);
    }

    private float[] gather(float[] span, int elements) {
        float[] values = new float[elements];
        long[] index = new long[shape.length];
        int from = 0;
        for (int i = 0; i < elements; i++) {
            values[i] = span[from];
            for (int side = shape.length - 1; side >= 0; side--) {
                from += (int) strides[side];
                if (++index[side] < shape[side]) {
                    break;
                }
                from -= (int) (shape[side] * strides[side]);
                index[side] = 0;
            }
        }
        return values;
    }

    private float[] read(int count) throws IOException {
        float[] read = new float[count];
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = bytes.from(offset * type.bytes())) {
            for (int at = 0; at < count; ) {
                int next = Math.min(CHUNK_BYTES / type.bytes(), count - at);
                if (in.readNBytes(chunk, 0, next * type.bytes()) < next * type.bytes()) {
                    throw new EOFException("the file ends within a tensor");
                }
                var buffer = ByteBuffer.wrap(chunk).order(order);
                type.read(buffer, read, at, next);
                at += next;
            }
        }
        return read;
    }
}
