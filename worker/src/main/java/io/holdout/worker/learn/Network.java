package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.holdout.worker.data.BatchLoader;
import io.holdout.worker.data.Images;
import io.holdout.worker.data.Metrics;
import io.holdout.worker.data.Scores;
import io.holdout.worker.data.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A backbone with its input size and what loads its input: what turns image positions into logits. */
record Network(Backbone backbone, int imageSize, Loaders loaders) {
    /** Loss and scores of an evaluation. */
    record Evaluation(double loss, Scores scores) {}

    /** What a head should answer. */
    record Question(Head head, Targets targets) {}

    /** Images as the network takes them. */
    NDArray input(NDManager manager, float[] pixels, int samples) {
        return Torch.images(manager, pixels, samples, imageSize);
    }

    /** Like {@link #input}, of pixels from {@link #pixels} that are needed this once. */
    NDArray lastInput(NDManager manager, float[] pixels, int samples) {
        NDArray input = input(manager, pixels, samples);
        loaders.arrays().giveBack(pixels);
        return input;
    }

    /** Pixels of some images, augmented if there is a seed for it. */
    float[] pixels(Images images, int[] samples, OptionalLong augmentation) {
        float[] pixels = loaders.arrays().take(BatchLoader.length(samples.length, imageSize));
        if (augmentation.isPresent()) {
            BatchLoader.loadAugmented(images, samples, imageSize, augmentation.getAsLong(), pixels);
        } else {
            BatchLoader.load(images, samples, imageSize, pixels);
        }
        return pixels;
    }

    /** About how much memory the pixels of so many images take. */
    long bytes(int samples) {
        return ImageSet.bytes(samples, imageSize);
    }

    /** Logits of a batch, N x outputs; keeps x. */
    NDArray logits(Parameters parameters, Head head, NDArray x, BatchNormMode mode) {
        try (NDArray features = backbone.forward(parameters, x, mode)) {
            return head.forward(parameters, features);
        }
    }

    /**
     * Mean loss and scores with the running statistics; all heads share the features.
     *
     * @param questions each has a target for every image
     * @param where names the evaluation in a failure
     * @param afterChunk called after each chunk of images
     * @throws io.holdout.protocol.failure.HoldoutException NOT_FINITE
     */
    List<Evaluation> evaluate(
            NDManager manager,
            Parameters parameters,
            List<Question> questions,
            ImageSet images,
            String where,
            Runnable afterChunk) {
        var answers = new ArrayList<float[]>();
        questions.forEach(q -> answers.add(new float[images.size() * q.targets().headOutputs()]));
        try (Prefetch<float[]> pixels = images.ahead(loaders)) {
            for (int chunk = 0; chunk < images.chunks(); chunk++) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray x = input(scope, pixels.next(), images.chunkSize(chunk));
                    NDArray features = backbone.forward(parameters, x, BatchNormMode.EVALUATE);
                    for (int q = 0; q < questions.size(); q++) {
                        Question question = questions.get(q);
                        float[] logits = Torch.values(question.head().forward(parameters, features));
                        int first = chunk * ImageSet.CHUNK * question.targets().headOutputs();
                        System.arraycopy(logits, 0, answers.get(q), first, logits.length);
                    }
                }
                afterChunk.run();
            }
        }
        var evaluations = new ArrayList<Evaluation>();
        for (int q = 0; q < questions.size(); q++) {
            evaluations.add(evaluation(manager, questions.get(q).targets(), answers.get(q), where));
        }
        return evaluations;
    }

    /** Features of images with the running statistics, images x features, row by row. */
    float[] features(NDManager manager, Parameters parameters, ImageSet images) {
        float[] all = new float[images.size() * backbone.features()];
        for (int chunk = 0; chunk < images.chunks(); chunk++) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray x = input(scope, images.chunk(chunk), images.chunkSize(chunk));
                float[] some = Torch.values(backbone.forward(parameters, x, BatchNormMode.EVALUATE));
                System.arraycopy(some, 0, all, chunk * ImageSet.CHUNK * backbone.features(), some.length);
            }
        }
        return all;
    }

    /** Loss and scores of logits, samples x outputs. */
    static Evaluation evaluation(NDManager manager, Targets targets, float[] logits, String where) {
        for (float logit : logits) {
            Loss.finite(logit, "an answer", where);
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray array = Torch.array(scope, logits, targets.samples(), targets.headOutputs());
            double loss = Loss.finite(new Loss(scope, targets, null).of(array), () -> where);
            return new Evaluation(loss, Metrics.score(targets, logits));
        }
    }
}
