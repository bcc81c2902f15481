package io.holdout.cli;

import io.holdout.coordinator.plan.Weights;
import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.artifact.AtomicFile;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.BackboneSpec;
import io.holdout.worker.learn.WeightsFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder {@code weights/} of a home. A file is a backbone's if it is called like it: {@code resnet18.pth},
 * {@code resnet18-f37072fd.pth}, {@code resnet18-mine.safetensors}. What counts of it are the tensors: two files of the
 * same are one.
 */
record WeightsFolder(Path folder) {
    private static final int IMAGE_SIZE = 224;

    /** The backbone in the form that weights are checked against; the images' size does not matter to them. */
    static BackboneSpec spec(String backbone) {
        return new BackboneSpec(backbone, 0, IMAGE_SIZE);
    }

    /** All files of a backbone, by name. */
    List<Path> files(String backbone) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        Pattern name = Pattern.compile(Pattern.quote(backbone) + "(-.*)?\\.(pth|pt|safetensors)");
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(
                            file -> name.matcher(file.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot read " + folder + ": " + e, e);
        }
    }

    /**
     * The file of a backbone; the first by name of several that hold the same.
     *
     * @throws HoldoutException WEIGHTS_AMBIGUOUS if there are two that differ; BAD_WEIGHTS, WEIGHTS_MISMATCH
     */
    Optional<Path> file(String backbone) {
        List<Path> files = files(backbone);
        if (files.size() > 1) {
            String first = contentHash(files.get(0), backbone);
            for (Path other : files.subList(1, files.size())) {
                if (!contentHash(other, backbone).equals(first)) {
                    throw HoldoutException.user(
                            "WEIGHTS_AMBIGUOUS",
                            files.get(0) + " and " + other + " are both called weights of " + backbone
                                    + " and differ; move one of them away");
                }
            }
        }
        return files.stream().findFirst();
    }

    /**
     * Gives a file that is whole its name, for good.
     *
     * @param aside in this folder
     */
    Path place(Path aside, String name) {
        Path file = folder.resolve(name);
        try {
            AtomicFile.place(aside, file);
            return file;
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot write " + file + ": " + e, e);
        }
    }

    /** The hash of the weights themselves, of those of these backbones that have any. Throws as {@link #file}. */
    SortedMap<String, String> hashes(Collection<String> backbones) {
        var hashes = new TreeMap<String, String>();
        for (String backbone : Weights.backbones()) {
            if (backbones.contains(backbone)) {
                file(backbone).ifPresent(file -> hashes.put(backbone, contentHash(file, backbone)));
            }
        }
        return hashes;
    }

    /** As {@link #hashes}, and keeps the weights as artifacts under these hashes, where workers find them. */
    SortedMap<String, String> keep(Collection<String> backbones, ArtifactStore artifacts) {
        SortedMap<String, String> hashes = hashes(backbones);
        hashes.forEach((backbone, hash) -> {
            if (!artifacts.renew(hash)) {
                keep(file(backbone).orElseThrow(), backbone, artifacts);
            }
        });
        return hashes;
    }

    private void keep(Path file, String backbone, ArtifactStore artifacts) {
        try (var weights = WeightsFile.open(file, file.toString())) {
            Path aside = Files.createTempFile(folder, "converted-", ".part");
            try {
                try (var out = new BufferedOutputStream(Files.newOutputStream(aside))) {
                    weights.write(spec(backbone), out);
                }
                artifacts.putFile(aside);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot write into " + folder + ": " + e, e);
        }
    }

    static String contentHash(Path file, String backbone) {
        try (var weights = WeightsFile.open(file, file.toString())) {
            requireFit(weights, file.toString(), backbone);
            return weights.contentHash(spec(backbone));
        }
    }

    /** @throws HoldoutException WEIGHTS_MISMATCH with a line for everything that does not fit */
    static void requireFit(WeightsFile weights, String what, String backbone) {
        List<String> mismatches = weights.mismatches(spec(backbone));
        if (!mismatches.isEmpty()) {
            throw HoldoutException.user(
                    "WEIGHTS_MISMATCH",
                    what + " does not hold the weights of " + backbone + "; " + mismatches.size()
                            + " arrays differ:\n  " + String.join("\n  ", mismatches));
        }
    }
}
