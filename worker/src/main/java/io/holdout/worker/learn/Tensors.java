package io.holdout.worker.learn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
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

    /** The same by ascending name. */
    Tensors sorted() {
        var sorted = new Tensors();
        sorted.tensors.putAll(new TreeMap<>(tensors));
        return sorted;
    }

    /** Those with such a name. */
    Tensors only(Predicate<String> wanted) {
        var some = new Tensors();
        tensors.forEach((name, tensor) -> {
            if (wanted.test(name)) {
                some.tensors.put(name, tensor);
            }
        });
        return some;
    }
}
