package io.holdout.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdout.coordinator.journal.Journal;
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
import org.jspecify.annotations.Nullable;

/**
 * The folder where a sweep lives: journal, artifacts, weights, logs, and how to reach its coordinator.
 *
 * @param named the journal's address that the user named; null for the environment's or the one of the last run
 */
record Home(Path folder, @Nullable String named) {
    private static final String JOURNAL = "HOLDOUT_JOURNAL";

    Home(Path folder) {
        this(folder, null);
    }

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

    /** Close it after use. */
    Journal journal() {
        return Journal.of(journalAddress(), folder);
    }

    /** What the user named, else the environment, else what the home was last run with, else the embedded one. */
    String journalAddress() {
        String environment = System.getenv(JOURNAL);
        if (named != null) {
            return named;
        }
        if (environment != null && !environment.isEmpty()) {
            return environment;
        }
        try {
            return Files.exists(journalFile()) ? Files.readString(journalFile()).strip() : Journal.EMBEDDED;
        } catch (IOException e) {
            throw HoldoutException.infrastructure(
                    "HOME_UNUSABLE", "cannot read " + journalFile() + ": " + e.getMessage(), e);
        }
    }

    /** From now on this home is read from this journal, unless the user names another. */
    void remember(Journal journal) {
        write(journalFile(), journal.address() + "\n");
    }

    private Path journalFile() {
        return folder.resolve("journal.address");
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
        write(endpointFile(), CanonicalJson.write(endpoint));
    }

    /** For its owner's eyes only, whole or not at all. */
    static void write(Path file, String text) {
        Path aside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        try {
            Files.writeString(aside, text);
            if (Files.getFileStore(aside).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Nothing is reached there any more, unless another process has announced itself since. */
    void withdraw(long pid) {
        try {
            if (endpoint().filter(announced -> announced.pid() == pid).isPresent()) {
                Files.deleteIfExists(endpointFile());
            }
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot delete " + endpointFile(), e);
        }
    }

    Members members() {
        return new Members(folder.resolve("coordinators"));
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
