package io.holdout.worker.learn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Finds the named floating-point tensors in what a pickle of torch holds.
 *
 * <p>That is the dictionary itself; or the one under {@code state_dict} or {@code model}, where training scripts keep it
 * beside an optimiser's; or the attributes of a TorchScript module, under dotted names. Integers, such as batch norm's
 * {@code num_batches_tracked}, are skipped, and so is all that is no tensor.
 */
final class StateDict {
    private static final String[] WRAPPERS = {"state_dict", "model"};
    private static final int MAX_NAME_CHARS = 300;
    /** A forged module can hold itself twice, and again: this and the length of names bound what that comes to. */
    private static final int MAX_ATTRIBUTES = 50_000;

    private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    private int attributes;

    private StateDict() {}

    /** @throws IllegalArgumentException if {@code root} is neither a dictionary nor a module */
    static Map<String, TorchTensor> tensorsOf(Object root) {
        var found = new StateDict();
        Object holder = unwrapped(root);
        if (holder instanceof ScriptObject module) {
            found.module("", module);
        } else if (holder instanceof Map<?, ?> dictionary) {
            dictionary.forEach(found::tensor);
        } else {
            throw new IllegalArgumentException("its pickle holds no dictionary of tensors");
        }
        return found.tensors;
    }

    private static Object unwrapped(Object root) {
        Object at = root;
        for (String wrapper : WRAPPERS) {
            if (at instanceof Map<?, ?> dictionary && dictionary.get(wrapper) instanceof Map<?, ?> inner) {
                at = inner;
            }
        }
        return at;
    }

    private void module(String prefix, ScriptObject module) {
        if (prefix.length() > MAX_NAME_CHARS) {
            throw new IllegalArgumentException("the names of its modules, one within the other, are longer than "
                    + MAX_NAME_CHARS + " characters");
        }
        forEach(module.attributes(), (name, value) -> {
            if (value instanceof ScriptObject child) {
                module(prefix + name + ".", child);
            } else {
                tensor(prefix + name, value);
            }
        });
    }

    private void forEach(Map<Object, Object> map, BiConsumer<Object, Object> each) {
        attributes += map.size();
        if (attributes > MAX_ATTRIBUTES) {
            throw new IllegalArgumentException("its modules have more than " + MAX_ATTRIBUTES + " attributes");
        }
        map.forEach(each);
    }

    private void tensor(Object name, Object value) {
        if (value instanceof TorchTensor tensor && tensor.storage().type().isFloatingPoint()) {
            tensors.put(String.valueOf(name), tensor);
        }
    }
}
