package io.holdout.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdout.coordinator.journal.Journal;
import io.holdout.coordinator.web.access.Tokens;
import io.holdout.protocol.artifact.ArtifactInventory;
import io.holdout.protocol.artifact.AtomicFile;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder where a sweep lives: journal, artifacts, weights, logs, and how to reach its coordinator.
 *
 * @param named the journal's address that the user named; null for the environment's or the one of the last run
 * @param namedArtifacts the same for the artifact store
 */
record Home(Path folder, @Nullable String named, @Nullable String namedArtifacts) {
    private static final String JOURNAL = "HOLDOUT_JOURNAL";
    private static final String ARTIFACTS = "HOLDOUT_ARTIFACTS";

    Home(Path folder) {
        this(folder, null, null);
    }

    /**
     * Where a running coordinator is reached.
     *
     * @param certificate fingerprint of the one that it shows; empty if whoever asks has to trust its authority
     */
    record Endpoint(long pid, String http, String token, int port, String certificate) {
        Endpoint(long pid, String http, String token, int port) {
            this(pid, http, token, port, "");
        }

        /** The page of a sweep; the token is behind the hash, which browsers send to nobody. */
        String page(String sweep) {
            return http + "/#/" + sweep + "?token=" + token;
        }
    }

    static Path defaultFolder() {
        return Path.of(System.getProperty("user.home"), ".holdout");
    }

    Home {
        folder = folder.toAbsolutePath().normalize();
    }

    ArtifactInventory artifacts() {
        return ArtifactInventory.of(artifactsAddress(), folder);
    }

    /** What attempts said. */
    Path attemptLogs() {
        return logs().resolve("attempts");
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
        return address(named, JOURNAL, journalFile(), Journal.EMBEDDED);
    }

    /** As {@link #journalAddress}, of the artifact store. */
    String artifactsAddress() {
        return address(namedArtifacts, ARTIFACTS, artifactsFile(), ArtifactInventory.LOCAL);
    }

    private static String address(@Nullable String named, String variable, Path remembered, String otherwise) {
        String environment = System.getenv(variable);
        if (named != null) {
            return named;
        }
        if (environment != null && !environment.isEmpty()) {
            return environment;
        }
        try {
            return Files.exists(remembered) ? Files.readString(remembered).strip() : otherwise;
        } catch (IOException e) {
            throw HoldoutException.infrastructure(
                    "HOME_UNUSABLE", "cannot read " + remembered + ": " + e.getMessage(), e);
        }
    }

    /** From now on this home is read from this journal and this store, unless the user names others. */
    void remember(Journal journal, ArtifactInventory artifacts) {
        write(journalFile(), journal.address() + "\n");
        write(artifactsFile(), artifacts.address() + "\n");
    }

    private Path journalFile() {
        return folder.resolve("journal.address");
    }

    private Path artifactsFile() {
        return folder.resolve("artifacts.address");
    }

    /** Who refers to artifacts, as a store remembers it: the journal of this home lies nowhere else. */
    String journalIdentity() {
        String address = journalAddress();
        return address.equals(Journal.EMBEDDED) ? address + " in " + folder : address;
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
        try {
            AtomicFile.writePrivately(file, text.getBytes(StandardCharsets.UTF_8));
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

    /** A secret of this home, made when it is first asked for. Kept, so that a page outlives its coordinator. */
    String token(String role) {
        Path file = folder.resolve(role + ".token");
        try {
            if (!Files.exists(file)) {
                write(file, Tokens.generate() + "\n");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw HoldoutException.infrastructure("HOME_UNUSABLE", "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The port that the page had last; 0 if it never had one. */
    int lastHttpPort() {
        try {
            return Files.exists(httpPortFile())
                    ? Integer.parseInt(Files.readString(httpPortFile()).strip())
                    : 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    void rememberHttpPort(int port) {
        write(httpPortFile(), port + "\n");
    }

    private Path httpPortFile() {
        return folder.resolve("http.port");
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
                    node.path("port").asInt(),
                    node.path("certificate").asText(""));
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
