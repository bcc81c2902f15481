package io.holdout.worker.learn;

import ai.djl.ndarray.NDManager;
import io.holdout.protocol.trial.AdaptMethod.Distance;
import io.holdout.protocol.trial.TrialResult.EpisodePoint;
import io.holdout.worker.data.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The prototypical evaluation (Snell et al. 2017): a class's centroid is the mean of its support images' features, frozen,
 * and a query image is the likelier of a class the nearer its centroid is.
 *
 * <p>Logits are the negative distances of the classes. Binary tasks and each label of a multi-label task have one centroid
 * of the images with the label and one of those without; the logit is how much nearer the first is. All in double
 * precision, in a fixed order.
 */
final class NearestCentroid implements EpisodeLearner {
    /** A cosine is too flat for a softmax; this is the usual temperature (Gidaris and Komodakis 2018 learn about 10). */
    private static final double COSINE_SCALE = 10;

    private final NDManager manager;
    private final Distance distance;
    private final Network network;
    private final Parameters backbone;
    private final int features;

    NearestCentroid(NDManager manager, Distance distance, Network network, Tensors start) {
        this.manager = manager;
        this.distance = distance;
        this.network = network;
        this.backbone = Parameters.of(manager, start);
        this.features = network.backbone().features();
    }

    @Override
    public int units() {
        return 1;
    }

    @Override
    public List<EpisodePoint> learn(AdaptTrial.Loaded loaded, Runnable afterUnit) {
        float[] support = network.features(manager, backbone, loaded.support());
        float[] query = network.features(manager, backbone, loaded.query());
        float[] logits = logits(loaded.episode().supportTargets(), support, query);
        afterUnit.run();
        String where = "the test of episode " + loaded.number();
        return List.of(FineTuning.point(
                loaded.number(), 0, Network.evaluation(manager, loaded.episode().queryTargets(), logits, where)));
    }

    /**
     * Answers for query images, images x outputs.
     *
     * @param support features of the support images, images x features
     * @param query features of the query images
     */
    float[] logits(Targets targets, float[] support, float[] query) {
        int outputs = targets.headOutputs();
        float[] logits = new float[query.length / features * outputs];
        for (int output = 0; output < outputs; output++) {
            int column = output;
            boolean choice = targets.target().isSingleChoice();
            double[] of = centroid(
                    support,
                    sample -> choice
                            ? targets.values()[sample] == column
                            : targets.values()[sample * outputs + column] == 1);
            double[] others =
                    choice ? of : centroid(support, sample -> targets.values()[sample * outputs + column] == 0);
            for (int image = 0; image < query.length / features; image++) {
                double near = distance(query, image, of);
                logits[image * outputs + output] = (float) (choice ? 0 - near : distance(query, image, others) - near);
            }
        }
        return logits;
    }

    private double[] centroid(float[] support, IntPredicate member) {
        double[] sum = new double[features];
        int count = 0;
        for (int sample = 0; sample < support.length / features; sample++) {
            if (member.test(sample)) {
                double norm = distance == Distance.COSINE ? norm(support, sample) : 1;
                for (int f = 0; f < features; f++) {
                    sum[f] += support[sample * features + f] / norm;
                }
                count++;
            }
        }
        int members = Math.max(1, count);
        return Arrays.stream(sum).map(value -> value / members).toArray();
    }

    private double distance(float[] query, int image, double[] centroid) {
        double sum = 0;
        double length = 0;
        for (int f = 0; f < features; f++) {
            double value = query[image * features + f];
            if (distance == Distance.COSINE) {
                sum += value * centroid[f];
                length += centroid[f] * centroid[f];
            } else {
                sum += (value - centroid[f]) * (value - centroid[f]);
            }
        }
        return distance == Distance.COSINE
                ? COSINE_SCALE * (1 - sum / (norm(query, image) * Math.max(Math.sqrt(length), Float.MIN_NORMAL)))
                : sum;
    }

    private double norm(float[] rows, int row) {
        double sum = 0;
        for (int f = 0; f < features; f++) {
            sum += (double) rows[row * features + f] * rows[row * features + f];
        }
        return Math.max(Math.sqrt(sum), Float.MIN_NORMAL);
    }
}
