package io.holdout.worker.learn;

import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** An artifact store that forgets when it is collected. */
final class MemoryArtifacts implements ArtifactStore {
    private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

    @Override
    public String put(byte[] bytes) {
        String hash = CanonicalJson.sha256(bytes);
        kept.put(hash, bytes.clone());
        return hash;
    }

    @Override
    public String putFile(Path file) {
        try {
            return put(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<byte[]> get(String hash) {
        return Optional.ofNullable(kept.get(hash)).map(byte[]::clone);
    }

    @Override
    public Optional<Path> getFile(String hash) {
        return Optional.empty();
    }

    @Override
    public boolean contains(String hash) {
        return kept.containsKey(hash);
    }
}
