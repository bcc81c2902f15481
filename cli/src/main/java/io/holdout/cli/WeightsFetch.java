package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.worker.learn.WeightsFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Downloads a published file of weights into a {@link WeightsFolder}. It is checked twice before it appears there:
 * against the digits of its SHA-256 that torchvision puts in its name, and against the backbone.
 */
final class WeightsFetch {
    private final WeightsFolder weights;
    private final Download.Limits limits;
    private final LongConsumer progress;

    WeightsFetch(WeightsFolder weights, Download.Limits limits, LongConsumer progress) {
        this.weights = weights;
        this.limits = limits;
        this.progress = progress;
    }

    /**
     * Fetches a file, unless it is there.
     *
     * @param name as published: {@code resnet18-f37072fd.pth}
     * @param base where it is published; {@code name} follows it
     * @throws HoldoutException WEIGHTS_EXIST if there are others for the backbone; WEIGHTS_DAMAGED, DOWNLOAD_FAILED,
     *     BAD_WEIGHTS, WEIGHTS_MISMATCH, WEIGHTS_BUSY, HOME_UNUSABLE
     */
    @SuppressWarnings("try") // the lock is held, not used
    Path fetch(String backbone, String name, URI base) {
        try (var lock = WeightsLock.take(weights)) {
            Path file = weights.folder().resolve(name);
            if (Files.exists(file)) {
                requireHash(file, file + " (delete it to fetch it again)", name);
                return file;
            }
            List<Path> others = weights.files(backbone);
            if (!others.isEmpty()) {
                throw HoldoutException.user(
                        "WEIGHTS_EXIST",
                        others.get(0) + " is here for " + backbone + "; move it away to have " + name + " instead");
            }
            return download(backbone, name, base);
        }
    }

    private Path download(String backbone, String name, URI base) {
        URI from = URI.create(base.toString().replaceFirst("/*$", "/") + name);
        Path aside = weights.folder().resolve(name + ".part");
        try (var part = new PartFile(aside)) {
            new Download(from, part, limits, progress, "is taken by 'holdout weights add FILE'").run();
            try {
                requireHash(aside, "what " + from + " sent", name);
                try (var found = WeightsFile.open(aside, "what " + from + " sent")) {
                    WeightsFolder.requireFit(found, "what " + from + " sent", backbone);
                }
            } catch (HoldoutException e) {
                // to go on with it would only lead here again
                part.delete();
                throw e;
            }
            Path file = weights.place(aside, name);
            part.delete();
            return file;
        }
    }

    private static void requireHash(Path file, String what, String name) {
        String expected = name.substring(name.lastIndexOf('-') + 1, name.lastIndexOf('.'));
        String found = FileHash.of(file);
        if (!found.startsWith(expected)) {
            throw HoldoutException.user(
                    "WEIGHTS_DAMAGED",
                    what + " has the SHA-256 " + found + ", and the name " + name + " says that it begins with "
                            + expected);
        }
    }
}
