package io.holdout.worker.learn;

import java.nio.ByteOrder;

/**
 * A tensor as a pickle of torch describes it: a view of a storage, whose bytes lie elsewhere in the file.
 *
 * @param offset of the first element in the storage, in elements
 * @param strides in elements
 */
record TorchTensor(Storage storage, long offset, long[] shape, long[] strides) {
    /**
     * One block of elements of one type.
     *
     * @param key its name in the file
     */
    record Storage(ElementType type, String key, long elements) {
        Storage {
            // bytes are counted in a long below
            if (elements < 0 || elements > Long.MAX_VALUE / Long.BYTES) {
                throw new IllegalArgumentException("a storage of " + elements + " elements");
            }
        }

        long bytes() {
            return elements * type.bytes();
        }
    }

    /** This tensor over the bytes of its storage. */
    StoredTensor stored(StoredBytes bytes, ByteOrder order) {
        return new StoredTensor(storage.type(), order, bytes, offset, shape, strides);
    }

    /** As {@code torch._utils._rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)} makes one. */
    static TorchTensor rebuild(Object[] arguments) {
        if (arguments.length < 4
                || !(arguments[0] instanceof Storage storage)
                || !(arguments[2] instanceof Object[] shape)
                || !(arguments[3] instanceof Object[] strides)) {
            throw new IllegalArgumentException("a tensor without storage, offset, size and stride");
        }
        return new TorchTensor(storage, integer(arguments[1]), integers(shape), integers(strides));
    }

    /** An int of Python that is no bool. */
    static long integer(Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException("a tensor whose size, stride or offset is not an integer of 64 bits");
    }

    private static long[] integers(Object[] values) {
        if (values.length > StoredTensor.MAX_SIDES) {
            throw new IllegalArgumentException(
                    "a tensor of " + values.length + " sides; at most " + StoredTensor.MAX_SIDES);
        }
        long[] integers = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            integers[i] = integer(values[i]);
        }
        return integers;
    }
}
