package io.holdout.protocol.artifact.s3;

import io.holdout.protocol.artifact.AtomicFile;
import io.holdout.protocol.artifact.ContentHash;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;

/**
 * Copies of large artifacts on the local disk. A copy is of one version of its object: if the server's is another by now,
 * as when it was damaged, it is fetched again.
 */
final class S3Cache {
    private static final int VERSION_DIGITS = 16;
    /** What was used within this time stays, even over the bound: somebody may be about to open it. */
    private static final long IN_USE_MILLIS = 600_000;

    private final Path folder;
    private final long mostBytes;

    S3Cache(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
    }

    private record Copy(Path file, long bytes, long usedMillis) {}

    /** The whole copy of this version, if there is one. */
    Optional<Path> find(String hash, String version) {
        Path file = file(hash, version);
        try {
            if (!ContentHash.of(file).equals(hash)) {
                return Optional.empty();
            }
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
            return Optional.of(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    /** Keeps a copy, and takes out the oldest where there are too many; empty if the content is damaged. */
    Optional<Path> keep(String hash, String version, AtomicFile.Content content) {
        Path file = file(hash, version);
        try {
            Files.createDirectories(folder);
            AtomicFile.write(file, content);
            if (!ContentHash.of(file).equals(hash)) {
                Files.deleteIfExists(file);
                return Optional.empty();
            }
            trim(System.currentTimeMillis() - IN_USE_MILLIS);
            return Optional.of(file);
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    /** @param unusedSinceMillis what was used later stays */
    void trim(long unusedSinceMillis) throws IOException {
        var copies = new ArrayList<Copy>();
        long bytes = 0;
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                var copy = new Copy(
                        file, Files.size(file), Files.getLastModifiedTime(file).toMillis());
                copies.add(copy);
                bytes += copy.bytes();
            }
        } catch (NoSuchFileException e) {
            // another process trims at this moment
            return;
        }
        copies.sort(Comparator.comparingLong(Copy::usedMillis));
        for (Copy oldest : copies) {
            if (bytes <= mostBytes || oldest.usedMillis() > unusedSinceMillis) {
                return;
            }
            Files.deleteIfExists(oldest.file());
            bytes -= oldest.bytes();
        }
    }

    private Path file(String hash, String version) {
        return folder.resolve(hash + "-" + CanonicalJson.sha256(version).substring(0, VERSION_DIGITS));
    }

    private static HoldoutException failed(String what, Path file, IOException e) {
        return HoldoutException.infrastructure(
                "ARTIFACT_STORE", "cannot " + what + " the copy " + file + ": " + e.getMessage(), e);
    }
}
