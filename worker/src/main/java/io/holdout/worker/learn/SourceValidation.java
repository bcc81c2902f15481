package io.holdout.worker.learn;

import ai.djl.ndarray.NDManager;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.trial.Seeds;
import io.holdout.worker.data.Dataset;
import io.holdout.worker.data.Split;
import io.holdout.worker.learn.Network.Evaluation;
import io.holdout.worker.learn.Network.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How well a backbone and its heads do on the validation splits of their tasks; tasks of a dataset share its features. */
final class SourceValidation {
    private record Part(String dataset, ImageSet images, int[] samples, List<Question> questions) {}

    private final Network network;
    private final int maxImages;
    private final long seed;
    private final Map<String, Part> parts = new TreeMap<>();

    /**
     * @param maxImages images a dataset at most, the first of a shuffle; 0 for all
     * @param seed of the shuffle
     */
    SourceValidation(Network network, int maxImages, long seed) {
        this.network = network;
        this.maxImages = maxImages;
        this.seed = seed;
    }

    void add(TaskRef task, Head head, Dataset dataset) {
        Part part = parts.computeIfAbsent(task.dataset(), id -> part(id, dataset));
        if (part.samples.length > 0) {
            part.questions.add(new Question(head, TaskTargets.of(dataset.labels(task.task()), part.samples)));
        }
    }

    private Part part(String id, Dataset dataset) {
        int[] samples = dataset.split(Split.VAL);
        if (maxImages > 0 && maxImages < samples.length) {
            samples = Arrays.copyOf(Shuffle.of(samples, Seeds.derive(seed, "validation images", id)), maxImages);
        }
        var images = new ImageSet(dataset.images(), samples, network.imageSize());
        return new Part(id, images, samples, new ArrayList<>());
    }

    /** Chunks of images that one run evaluates. */
    int chunks() {
        return parts.values().stream().mapToInt(part -> part.images.chunks()).sum();
    }

    /** Means over tasks; NaN if no task has a validation split, or none in which AUROC is defined. */
    Epochs.Found run(NDManager manager, Parameters parameters, Runnable afterChunk) {
        var loss = new Mean();
        var auroc = new Mean();
        for (Part part : parts.values()) {
            for (Evaluation found : network.evaluate(
                    manager,
                    parameters,
                    part.questions,
                    part.images,
                    "the validation on " + part.dataset,
                    afterChunk)) {
                loss.add(found.loss());
                auroc.add(found.scores().auroc());
            }
        }
        return new Epochs.Found(loss.value(), auroc.value());
    }
}
