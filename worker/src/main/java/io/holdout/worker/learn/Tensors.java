package io.holdout.worker.learn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Named float32 tensors in plain Java memory, in a fixed order: what files and initialisers deal in. */
final class Tensors {
    /** @param values row-major */
    record Tensor(long[] shape, float[] values) {}

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    void put(String name, long[] shape, float[] values) {
        tensors.put(name, new Tensor(shape, values));
    }

    @Nullable
    Tensor get(String name) {
        return tensors.get(name);
    }

    Iterable<String> names() {
        return tensors.keySet();
    }

    void forEach(BiConsumer<String, Tensor> each) {
        tensors.forEach(each);
    }
}
