package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.protocol.trial.OptimizerSettings;
import io.holdout.protocol.trial.Rung;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a training works on: parameters on a device, gradients, an optimizer, a place for checkpoints. */
final class Training {
    private final NDManager manager;
    private final TorchScript functions;
    private final Autograd autograd;
    private final Parameters parameters;
    private final List<String> backbone;
    private final Progress progress;
    private final Checkpoints checkpoints;
    private final int until;
    private @Nullable Optimizer optimizer;

    /**
     * @param start weights of the backbone
     * @param rung the piece of the training that is run; null for the whole
     */
    Training(NDManager manager, Tensors start, Progress progress, Checkpoints checkpoints, @Nullable Rung rung) {
        this.until = rung == null ? Integer.MAX_VALUE : rung.epochs();
        this.manager = manager;
        this.functions = new TorchScript(manager);
        this.autograd = new Autograd(functions);
        this.parameters = Parameters.of(manager, start);
        this.backbone = parameters.trainedNames();
        this.progress = progress;
        this.checkpoints = checkpoints;
    }

    NDManager manager() {
        return manager;
    }

    Parameters parameters() {
        return parameters;
    }

    Autograd autograd() {
        return autograd;
    }

    /**
     * Runs epochs to their end.
     *
     * @param validationUnits units of work of a validation
     */
    TrainingRun run(Epochs epochs, OptimizerSettings settings, int maxEpochs, int patience, int validationUnits) {
        Optimizer moving = begin(settings, (long) maxEpochs * epochs.steps());
        var limits = new TrainingLoop.Limits(maxEpochs, until, patience, validationUnits);
        var meter = new WorkMeter(progress, (long) limits.mostEpochs() * (epochs.steps() + validationUnits));
        return new TrainingLoop(epochs, parameters, moving, limits, meter, checkpoints).run();
    }

    Optimizer begin(OptimizerSettings settings, long mostSteps) {
        var moving = new Optimizer(manager, functions, parameters, settings, mostSteps);
        optimizer = moving;
        return moving;
    }

    /**
     * One step of gradient descent on the backbone and a head.
     *
     * @param loss makes the loss, a scalar
     * @param scale of the loss for the gradients alone
     * @param where names the step in a failure
     * @return the loss, finite
     */
    double step(Head head, Supplier<NDArray> loss, double scale, Supplier<String> where) {
        var names = new ArrayList<>(backbone);
        names.addAll(head.names());
        List<NDArray> trained = names.stream().map(parameters::get).toList();
        LossGradients found = Gradients.recording(() -> {
            NDArray value = loss.get();
            return new LossGradients(
                    value, autograd.of(scale == 1.0 ? value : Torch.scaled(value, scale), trained, false));
        });
        double value = Loss.finite(found.loss(), where);
        opened(optimizer).step(names, found.gradients());
        return value;
    }

    /** Moves the backbone along gradients that were computed elsewhere. */
    void move(List<NDArray> gradients) {
        opened(optimizer).step(backbone, gradients);
    }

    static <T> T opened(@Nullable T thing) {
        if (thing == null) {
            throw new IllegalStateException("the training has not begun");
        }
        return thing;
    }
}
