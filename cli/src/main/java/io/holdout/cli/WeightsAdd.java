package io.holdout.cli;

import io.holdout.coordinator.plan.Weights;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.worker.learn.WeightsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;

/** Takes a file of weights that somebody has into a {@link WeightsFolder}, as a copy. */
final class WeightsAdd {
    /** As torchvision names its files. */
    private static final int HASH_DIGITS = 8;

    private final WeightsFolder weights;

    WeightsAdd(WeightsFolder weights) {
        this.weights = weights;
    }

    /**
     * What came of it.
     *
     * @param file with these weights; not the copy if they were here before
     */
    record Added(Path file, String backbone) {}

    /**
     * Adds a file.
     *
     * @param named the backbone; if none, the one that it fits
     * @throws HoldoutException WEIGHTS_EXIST if there are others for the backbone; NO_SUCH_FILE, BAD_WEIGHTS,
     *     WEIGHTS_MISMATCH, WEIGHTS_BUSY, HOME_UNUSABLE
     */
    @SuppressWarnings("try") // the lock is held, not used
    Added add(Path source, Optional<String> named) {
        if (!Files.isRegularFile(source)) {
            throw HoldoutException.user("NO_SUCH_FILE", source + " is no file");
        }
        try (var lock = WeightsLock.take(weights)) {
            // checked is what stays, not what may change meanwhile
            Path aside = Files.createTempFile(weights.folder(), "added-", ".part");
            try {
                Files.copy(source, aside, StandardCopyOption.REPLACE_EXISTING);
                return checked(aside, source.toString(), named);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            throw HoldoutException.infrastructure(
                    "HOME_UNUSABLE", "cannot copy " + source + " into " + weights.folder() + ": " + e, e);
        }
    }

    private Added checked(Path aside, String what, Optional<String> named) {
        String backbone;
        String hash;
        String ending;
        try (var found = WeightsFile.open(aside, what)) {
            backbone = named.orElseGet(() -> nearest(found));
            WeightsFolder.requireFit(found, what, backbone);
            hash = found.contentHash(WeightsFolder.spec(backbone));
            ending = found.format().ending();
        }
        Optional<Path> there = weights.file(backbone);
        if (there.isPresent()) {
            if (!WeightsFolder.contentHash(there.get(), backbone).equals(hash)) {
                throw HoldoutException.user(
                        "WEIGHTS_EXIST",
                        there.get() + " is here for " + backbone + " and differs from " + what
                                + "; move it away to have the other instead");
            }
            return new Added(there.get(), backbone);
        }
        String name = backbone + "-" + FileHash.of(aside).substring(0, HASH_DIGITS) + "." + ending;
        return new Added(weights.place(aside, name), backbone);
    }

    /** The backbone that it fits, or else the one of which the fewest arrays differ. */
    private static String nearest(WeightsFile found) {
        return Weights.backbones().stream()
                .min(Comparator.comparingInt(backbone ->
                        found.mismatches(WeightsFolder.spec(backbone)).size()))
                .orElseThrow();
    }
}
