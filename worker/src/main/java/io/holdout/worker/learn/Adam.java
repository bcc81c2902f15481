package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;

/** Adam (Kingma and Ba 2015) as torch computes it, with a state of our own: DJL's cannot be saved. */
final class Adam {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private static final float NO_DECAY = 0f;
    private static final float NO_RESCALING = 1f;
    private static final float NO_CLIPPING = -1f;
    private static final boolean DECOUPLED_DECAY = false;

    private final double learningRate;
    private final List<NDArray> trained;
    private final List<NDArray> means = new ArrayList<>();
    private final List<NDArray> squares = new ArrayList<>();
    private int steps;

    Adam(NDManager manager, List<NDArray> trained, double learningRate) {
        this.learningRate = learningRate;
        this.trained = trained;
        for (NDArray parameter : trained) {
            means.add(manager.zeros(parameter.getShape()));
            squares.add(manager.zeros(parameter.getShape()));
        }
    }

    /** One step along the gradients that the parameters hold, which it clears. Call with gradients off. */
    void step() {
        steps++;
        double secondBias = StrictMath.sqrt(1 - StrictMath.pow(BETA2, steps));
        float rate = (float) (learningRate * secondBias / (1 - StrictMath.pow(BETA1, steps)));
        // the native step adds epsilon before the bias correction; scaled, the formula is torch's
        float epsilon = (float) (EPSILON * secondBias);
        for (int i = 0; i < trained.size(); i++) {
            PtNDArray parameter = Torch.pt(trained.get(i));
            try (PtNDArray gradient = parameter.getGradient()) {
                JniUtils.adamUpdate(
                        parameter,
                        gradient,
                        Torch.pt(means.get(i)),
                        Torch.pt(squares.get(i)),
                        (float) learningRate,
                        rate,
                        NO_DECAY,
                        NO_RESCALING,
                        NO_CLIPPING,
                        (float) BETA1,
                        (float) BETA2,
                        epsilon,
                        DECOUPLED_DECAY);
                JniUtils.zeroGrad(parameter);
            }
        }
    }
}
