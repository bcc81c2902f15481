package io.holdout.worker.learn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The native operations that networks are made of. An operation marked "consumes x" closes its input: autograd keeps
 * what it needs, and the memory of the rest is free at once.
 */
final class Torch {
    /** torchvision's batch norm: weight of the newest batch in the running statistics. */
    private static final double MOMENTUM = 0.1;

    private static final double EPSILON = 1e-5;

    private static final int CHANNELS = 3;

    private Torch() {}

    static PtNDArray pt(NDArray array) {
        return (PtNDArray) array;
    }

    /**
     * A float32 array in memory of the engine.
     *
     * <p>DJL's own way wraps a direct buffer of Java's: its memory waits for the garbage collector, and its alignment,
     * which can decide the last bit of a sum, is any.
     */
    static NDArray array(NDManager manager, float[] values, long... shape) {
        if (manager.getDevice().isGpu()) {
            try (NDArray staged = staged(manager, values, new Shape(shape))) {
                return staged.toDevice(manager.getDevice(), true);
            }
        }
        NDArray array = manager.create(new Shape(shape), DataType.FLOAT32);
        set(array, values);
        return array;
    }

    /** The same in the computer's memory, on the way to that of a GPU; DJL's own way leaves garbage of that size. */
    private static NDArray staged(NDManager manager, float[] values, Shape shape) {
        NDArray staged = JniUtils.createEmptyNdArray(
                (PtNDManager) manager, shape, DataType.FLOAT32, Device.cpu(), SparseFormat.DENSE);
        set(staged, values);
        return staged;
    }

    /**
     * Weights, those of convolutions with the channels innermost in memory, as {@link #images} has them: then neither they
     * nor their gradients are turned around at each step.
     *
     * @param values in the order of the shape
     */
    static NDArray weights(NDManager manager, float[] values, long... shape) {
        if (shape.length != 4) {
            return array(manager, values, shape);
        }
        NDArray weights = zeroWeights(manager, shape);
        setWeights(weights, values);
        return weights;
    }

    /** Zeros that lie in memory as {@link #weights} do. */
    static NDArray zeroWeights(NDManager manager, long... shape) {
        if (shape.length != 4) {
            return manager.zeros(new Shape(shape));
        }
        try (NDArray rows = manager.zeros(new Shape(shape[0], shape[2], shape[3], shape[1]))) {
            return rows.transpose(0, 3, 1, 2);
        }
    }

    /** Sets all values of an array that {@link #weights} made, in place. */
    static void setWeights(NDArray weights, float[] values) {
        if (weights.getShape().dimension() != 4) {
            set(weights, values);
            return;
        }
        int channels = Math.toIntExact(weights.getShape().get(1));
        int area =
                Math.toIntExact(weights.getShape().get(2) * weights.getShape().get(3));
        float[] interleaved = new float[values.length];
        for (int filter = 0; filter < values.length; filter += channels * area) {
            for (int channel = 0; channel < channels; channel++) {
                for (int p = 0; p < area; p++) {
                    interleaved[filter + p * channels + channel] = values[filter + channel * area + p];
                }
            }
        }
        try (NDArray rows = weights.transpose(0, 2, 3, 1)) {
            set(rows, interleaved);
        }
    }

    /** Sets all values of a contiguous float32 array in place. */
    static void set(NDArray array, float[] values) {
        if (values.length == 0) {
            return;
        }
        if (array.getDevice().isGpu()) {
            copy(array, values);
        } else {
            JniUtils.getByteBuffer(pt(array), true).asFloatBuffer().put(values);
        }
    }

    /**
     * The same for an array in memory that cannot be written to from here.
     *
     * <p>Never {@link NDArray#set(java.nio.Buffer)} there: it gives the array other memory, and what shares the old one,
     * as the weights share it whose transposed view this may be, keeps the old values.
     */
    static void copy(NDArray array, float[] values) {
        Shape flat = new Shape(values.length);
        try (NDArray staged = staged(array.getManager(), values, flat);
                NDArray view = array.reshape(flat)) {
            JniUtils.indexSet(pt(view), pt(staged), new long[] {0}, new long[] {values.length}, new long[] {1});
        }
    }

    /**
     * All values of a float32 array, in the order of its shape.
     *
     * <p>Never {@link NDArray#toFloatArray()} alone: what it copies on the way, from a GPU or because the channels lie
     * innermost, it leaves to the array's manager, which may live as long as the trial.
     */
    static float[] values(NDArray array) {
        try (NDManager scope = array.getManager().newSubManager()) {
            NDArray here = array.toDevice(Device.cpu(), true);
            here.attach(scope);
            return here.toFloatArray();
        }
    }

    /** A small float64 array in the computer's memory, where numbers that a script reads cost no wait for a GPU. */
    static NDArray numbers(NDManager manager, double... values) {
        NDArray array = JniUtils.createEmptyNdArray(
                (PtNDManager) manager, new Shape(values.length), DataType.FLOAT64, Device.cpu(), SparseFormat.DENSE);
        JniUtils.getByteBuffer(pt(array), true).asDoubleBuffer().put(values);
        return array;
    }

    /**
     * Images N,3,side,side with the channels innermost in memory ("channels last"), which all that is computed from them
     * inherits: pooling and batch norm are several times as fast, a whole step a third faster.
     *
     * @param pixels N,side,side,3, as {@link io.holdout.worker.data.BatchLoader} gives them
     */
    static NDArray images(NDManager manager, float[] pixels, int samples, int side) {
        try (NDArray rows = array(manager, pixels, samples, side, side, CHANNELS)) {
            return rows.transpose(0, 3, 1, 2);
        }
    }

    /**
     * x times a constant; keeps x.
     *
     * <p>Never {@code x.mul(number)} where gradients are recorded: DJL puts the number into a direct buffer of Java's and
     * lets go of it, while the graph still points there. After the next garbage collection the gradient is wrong.
     */
    static NDArray scaled(NDArray x, double factor) {
        try (NDArray constant = array(x.getManager(), new float[] {(float) factor})) {
            return x.mul(constant);
        }
    }

    /** Convolution without bias; keeps x. x: N,C,H,W; weight: F,C,k,k. */
    static NDArray convolution(NDArray x, NDArray weight, int stride, int padding) {
        return JniUtils.convolution(
                pt(x), pt(weight), null, new Shape(stride, stride), new Shape(padding, padding), new Shape(1, 1), 1);
    }

    /** Batch normalisation; consumes x. */
    static NDArray batchNorm(NDArray x, Parameters p, String name, BatchNormMode mode) {
        NDArray mean = p.get(name + ".running_mean");
        NDArray variance = p.get(name + ".running_var");
        if (mode == BatchNormMode.TRANSDUCTIVE) {
            mean = mean.duplicate();
            variance = variance.duplicate();
            mean.attach(x.getManager());
            variance.attach(x.getManager());
        }
        // the native order is (x, running mean, running variance, weight, bias): DJL's parameter names are wrong
        NDArray y = JniUtils.batchNorm(
                pt(x),
                pt(mean),
                pt(variance),
                pt(p.get(name + ".weight")),
                pt(p.get(name + ".bias")),
                mode != BatchNormMode.EVALUATE,
                MOMENTUM,
                EPSILON);
        x.close();
        return y;
    }

    /** Rectifier; consumes x. */
    static NDArray relu(NDArray x) {
        NDArray y = JniUtils.relu(pt(x));
        x.close();
        return y;
    }

    /** Max pooling; consumes x. */
    static NDArray maxPool(NDArray x, int kernel, int stride, int padding) {
        NDArray y = JniUtils.maxPool(
                pt(x), new Shape(kernel, kernel), new Shape(stride, stride), new Shape(padding, padding), false);
        x.close();
        return y;
    }

    /** Mean over height and width; consumes x; N,C,H,W to N,C. */
    static NDArray globalAveragePool(NDArray x) {
        NDArray pooled = JniUtils.adaptiveAvgPool(pt(x), new Shape(1, 1));
        x.close();
        NDArray flat = pooled.reshape(pooled.getShape().get(0), -1);
        pooled.close();
        return flat;
    }

    /** x times weight transposed, plus bias; keeps x. */
    static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return JniUtils.linear(pt(x), pt(weight), pt(bias));
    }

    /** log(1 + exp(x)), exact for large x and smooth at 0. */
    static NDArray softplus(NDArray x) {
        return JniUtils.softPlus(pt(x));
    }

    static NDArray logSoftmax(NDArray x) {
        return JniUtils.logSoftmax(pt(x), 1, x.getDataType());
    }
}
