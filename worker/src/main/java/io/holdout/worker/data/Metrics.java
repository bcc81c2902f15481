package io.holdout.worker.data;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Scores what a network answered: AUROC and micro accuracy as the MedIMeta benchmark defines them (arXiv 2404.16000).
 *
 * <p>Binary and multi-label answers are ranked by their logits: the sigmoid has the same order, but in floating point
 * makes ties of large logits. Single-choice answers are ranked by the softmax, in double precision.
 */
public final class Metrics {
    private Metrics() {}

    /**
     * AUROC and accuracy of some answers.
     *
     * <p>AUROC: binary as it is; single-choice the mean over classes of one class against the rest; multi-label the mean
     * over labels. Classes and labels of which the samples are all positive or all negative are left out of the mean;
     * NaN if that leaves none. Accuracy: share of samples whose largest logit (the first of equals) is that of their
     * class, of samples (binary) or of entries (multi-label) on whose side of 0 the logit is, 0 itself meaning "no".
     *
     * @param logits samples x {@link Targets#headOutputs()}, row by row; if any is not finite, both scores are NaN
     * @throws IllegalArgumentException if the sizes do not fit
     */
    public static Scores score(Targets targets, float[] logits) {
        int outputs = targets.headOutputs();
        if (logits.length != targets.samples() * outputs) {
            throw new IllegalArgumentException(
                    logits.length + " logits for " + targets.samples() + " samples x " + outputs + " outputs");
        }
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                return new Scores(Double.NaN, Double.NaN);
            }
        }
        return targets.target().isSingleChoice() ? singleChoice(targets, logits) : yesOrNo(targets, logits);
    }

    private static Scores singleChoice(Targets targets, float[] logits) {
        int classes = targets.classes();
        double[] probabilities = new double[logits.length];
        int right = 0;
        for (int sample = 0; sample < targets.samples(); sample++) {
            int first = sample * classes;
            int answer = softmax(logits, first, classes, probabilities);
            right += answer == targets.values()[sample] ? 1 : 0;
        }
        double auroc = macro(classes, c -> {
            var positive = new boolean[targets.samples()];
            for (int sample = 0; sample < positive.length; sample++) {
                positive[sample] = targets.values()[sample] == c;
            }
            return Auroc.of(column(probabilities, c, classes), positive);
        });
        return new Scores(auroc, share(right, targets.samples()));
    }

    private static Scores yesOrNo(Targets targets, float[] logits) {
        int outputs = targets.headOutputs();
        double[] scores = new double[logits.length];
        int right = 0;
        for (int i = 0; i < logits.length; i++) {
            scores[i] = logits[i];
            right += (logits[i] > 0) == (targets.values()[i] == 1) ? 1 : 0;
        }
        double auroc = macro(outputs, label -> {
            var positive = new boolean[targets.samples()];
            for (int sample = 0; sample < positive.length; sample++) {
                positive[sample] = targets.values()[sample * outputs + label] == 1;
            }
            return Auroc.of(column(scores, label, outputs), positive);
        });
        return new Scores(auroc, share(right, logits.length));
    }

    /** Writes one sample's probabilities and returns its class of the largest logit. */
    private static int softmax(float[] logits, int first, int classes, double[] probabilities) {
        int largest = 0;
        for (int c = 1; c < classes; c++) {
            if (logits[first + c] > logits[first + largest]) {
                largest = c;
            }
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            double weight = StrictMath.exp((double) logits[first + c] - logits[first + largest]);
            probabilities[first + c] = weight;
            sum += weight;
        }
        for (int c = 0; c < classes; c++) {
            probabilities[first + c] /= sum;
        }
        return largest;
    }

    /** The mean of the defined areas; a plain loop, for the order of a sum decides its last bits. */
    private static double macro(int columns, IntToDoubleFunction area) {
        double sum = 0;
        int defined = 0;
        for (int column = 0; column < columns; column++) {
            double value = area.applyAsDouble(column);
            if (!Double.isNaN(value)) {
                sum += value;
                defined++;
            }
        }
        return defined == 0 ? Double.NaN : sum / defined;
    }

    private static double[] column(double[] rows, int column, int columns) {
        return IntStream.range(0, rows.length / columns)
                .mapToDouble(row -> rows[row * columns + column])
                .toArray();
    }

    private static double share(int right, int all) {
        return all == 0 ? Double.NaN : (double) right / all;
    }
}
