package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Named arrays of a network: trained ones and batch-norm buffers, in a fixed order. */
final class Parameters {
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    /** Fresh arrays with these values, owned by {@code manager}; trained ones require gradients. */
    static Parameters of(NDManager manager, Tensors tensors) {
        var parameters = new Parameters();
        tensors.forEach((name, tensor) -> {
            NDArray array = Torch.weights(manager, tensor.values(), tensor.shape());
            if (isTrained(name)) {
                array.setRequiresGradient(true);
            }
            parameters.arrays.put(name, array);
        });
        return parameters;
    }

    /** Whether an array of this name is trained, not a buffer. */
    static boolean isTrained(String name) {
        return !name.endsWith(".running_mean") && !name.endsWith(".running_var");
    }

    /** That of the arrays put in first: single, but in tests of gradients. */
    DataType precision() {
        return arrays.isEmpty()
                ? DataType.FLOAT32
                : arrays.values().iterator().next().getDataType();
    }

    NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalStateException("no parameter '" + name + "'");
        }
        return array;
    }

    boolean has(String name) {
        return arrays.containsKey(name);
    }

    void put(String name, NDArray array) {
        arrays.put(name, array);
    }

    /** The same arrays under the same names in a map of its own. */
    Parameters copyOfMap() {
        var copy = new Parameters();
        copy.arrays.putAll(arrays);
        return copy;
    }

    List<String> trainedNames() {
        return arrays.keySet().stream().filter(Parameters::isTrained).toList();
    }

    List<NDArray> trained() {
        var trained = new ArrayList<NDArray>();
        trainedNames().forEach(name -> trained.add(get(name)));
        return trained;
    }

    /** The values of all arrays. */
    Tensors tensors() {
        var tensors = new Tensors();
        arrays.forEach((name, array) -> tensors.put(name, array.getShape().getShape(), Torch.values(array)));
        return tensors;
    }

    /**
     * Sets the values of all arrays, in place.
     *
     * @param tensors may hold others, which are left alone
     */
    void set(Tensors tensors) {
        arrays.forEach((name, array) -> {
            Tensors.Tensor tensor = tensors.get(name);
            if (tensor == null
                    || !Arrays.equals(tensor.shape(), array.getShape().getShape())) {
                throw new IllegalArgumentException("no '" + name + "' of shape " + array.getShape());
            }
            Torch.setWeights(array, tensor.values());
        });
    }
}
