package io.holdout.worker.learn;

import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialResult.EpochPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs epochs until they are enough, and goes on from a checkpoint as if nothing had happened: a checkpoint holds
 * parameters, buffers, the optimizer's state, the position and the best weights. Random draws derive from the position, so
 * there is no generator to save.
 */
final class TrainingLoop {
    /**
     * How long a training may go on.
     *
     * @param until epochs at which it stops, so that another trial can go on; at least {@code maxEpochs} if none does
     * @param validationUnits units of work of a validation
     */
    record Limits(int maxEpochs, int until, int patience, int validationUnits) {
        int mostEpochs() {
            return Math.min(until, maxEpochs);
        }

        boolean pauses() {
            return until < maxEpochs;
        }
    }

    /** The small facts of a checkpoint; {@code step} steps of the epoch after the curve are done. */
    record Position(List<EpochPoint> curve, int step, double lossSum, long optimizerSteps) {
        int epochs() {
            return curve.size();
        }
    }

    private static final String STATE = "state";

    private final Epochs epochs;
    private final Parameters parameters;
    private final Optimizer optimizer;
    private final Limits limits;
    private final WorkMeter meter;
    private final Checkpoints checkpoints;
    private final TrainingRun run;
    private int step;
    private double lossSum;

    TrainingLoop(
            Epochs epochs,
            Parameters parameters,
            Optimizer optimizer,
            Limits limits,
            WorkMeter meter,
            Checkpoints checkpoints) {
        this.epochs = epochs;
        this.parameters = parameters;
        this.optimizer = optimizer;
        this.limits = limits;
        this.meter = meter;
        this.checkpoints = checkpoints;
        this.run = new TrainingRun(limits.patience());
    }

    TrainingRun run() {
        checkpoints.latest().ifPresent(this::resume);
        try {
            while (!run.isOver(limits.mostEpochs())) {
                epoch(run.count() + 1);
            }
        } catch (StoppedException e) {
            saveIfDue();
            throw e;
        }
        if (limits.pauses()) {
            var parts = new HashMap<String, byte[]>();
            parts().forEach((name, part) -> parts.put(name, part.get()));
            run.pauseAt(new Checkpoints.Checkpoint(facts(), parts));
        }
        return run;
    }

    private void epoch(int epoch) {
        epochs.begin(epoch, step);
        while (step < epochs.steps()) {
            lossSum += epochs.step(epoch, step);
            step++;
            saveIfDue();
            meter.tick("epoch " + epoch + ", step " + step + " of " + epochs.steps());
        }
        Epochs.Found found = epochs.validate(epoch, () -> meter.tick("epoch " + epoch + ", validation"));
        run.epoch(lossSum / epochs.steps(), found.loss(), found.auroc(), parameters.tensors());
        step = 0;
        lossSum = 0;
        saveIfDue();
    }

    private void saveIfDue() {
        if (checkpoints.due()) {
            save();
        }
    }

    private void save() {
        checkpoints.save(position(), facts(), parts());
    }

    private long position() {
        return (long) run.count() * epochs.steps() + step;
    }

    private String facts() {
        return CanonicalJson.write(new Position(run.curve(), step, lossSum, optimizer.steps()));
    }

    private Map<String, Supplier<byte[]>> parts() {
        Map<String, Supplier<byte[]>> parts = new HashMap<>();
        parts.put(STATE + "-" + position(), () -> Safetensors.write(state()));
        if (run.count() > 0) {
            parts.put(weights(run.bestEpoch()), () -> Safetensors.write(run.bestAuroc()));
            parts.put(weights(run.bestLossEpoch()), () -> Safetensors.write(run.bestLoss()));
        }
        return parts;
    }

    private Tensors state() {
        Tensors state = parameters.tensors();
        optimizer.save(state);
        return state;
    }

    private static String weights(int epoch) {
        return "weights-" + epoch;
    }

    private void resume(Checkpoints.Checkpoint checkpoint) {
        var facts = CanonicalJson.read(checkpoint.facts(), Position.class);
        long position = (long) facts.epochs() * epochs.steps() + facts.step();
        Tensors state = part(checkpoint, STATE + "-" + position).orElseThrow();
        parameters.set(state);
        optimizer.restore(state, facts.optimizerSteps());
        if (facts.epochs() > 0) {
            run.resume(facts.curve());
            run.keep(
                    part(checkpoint, weights(run.bestEpoch())).orElseThrow(),
                    part(checkpoint, weights(run.bestLossEpoch())).orElseThrow(),
                    parameters.tensors());
        }
        step = facts.step();
        lossSum = facts.lossSum();
        meter.resume((long) facts.epochs() * (epochs.steps() + limits.validationUnits()) + step);
    }

    private static Optional<Tensors> part(Checkpoints.Checkpoint checkpoint, String name) {
        return Optional.ofNullable(checkpoint.parts().get(name)).map(bytes -> Safetensors.read(bytes, name));
    }
}
