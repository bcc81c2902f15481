package io.holdout.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.artifact.LocalArtifactStore;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;

/** The folder where a sweep lives: journal, artifacts, weights, logs, and how to reach its coordinator. */
record Home(Path folder) {
    /** Where a running coordinator is reached. */
    record Endpoint(long pid, String http, String token, int port) {}

    static Path defaultFolder() {
        return Path.of(System.getProperty("user.home"), ".holdout");
    }

    Home {
        folder = folder.toAbsolutePath().normalize();
    }

    ArtifactStore artifacts() {
        return new LocalArtifactStore(folder.resolve("artifacts"));
    }

    /** Checkpoints of running trials. */
    Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    Path fingerprintCache() {
        return folder.resolve("fingerprints.txt");
    }

    Path logs() {
        return folder.resolve("logs");
    }

    WeightsFolder weights() {
        return new WeightsFolder(folder.resolve("weights"));
    }

    void announce(Endpoint endpoint) {
        Path file = endpointFile();
        Path aside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        try {
            Files.writeString(aside, CanonicalJson.write(endpoint));
            if (Files.getFileStore(aside).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    void withdraw() {
        try {
            Files.deleteIfExists(endpointFile());
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot delete " + endpointFile(), e);
        }
    }

    /** The coordinator that runs on this home; empty if its process is gone. */
    Optional<Endpoint> endpoint() {
        try {
            if (!Files.exists(endpointFile())) {
                return Optional.empty();
            }
            JsonNode node = CanonicalJson.read(Files.readString(endpointFile()), JsonNode.class);
            var endpoint = new Endpoint(
                    node.path("pid").asLong(),
                    node.path("http").asText(),
                    node.path("token").asText(),
                    node.path("port").asInt());
            return ProcessHandle.of(endpoint.pid()).map(ProcessHandle::isAlive).orElse(false)
                    ? Optional.of(endpoint)
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Path endpointFile() {
        return folder.resolve("coordinator.json");
    }
}
