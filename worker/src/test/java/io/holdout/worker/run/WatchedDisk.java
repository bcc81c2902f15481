package io.holdout.worker.run;

import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.artifact.LocalArtifactStore;
import java.nio.file.Path;
import java.util.Optional;

/** A folder's artifacts, where a test may hold up each write of bytes, or let it fail. */
final class WatchedDisk implements ArtifactStore {
    private final Path folder;
    private final Runnable beforePut;

    /** @param beforePut runs before each write of bytes, in its thread */
    WatchedDisk(Path folder, Runnable beforePut) {
        this.folder = folder;
        this.beforePut = beforePut;
    }

    private LocalArtifactStore store() {
        return new LocalArtifactStore(folder);
    }

    @Override
    public String put(byte[] bytes) {
        beforePut.run();
        return store().put(bytes);
    }

    @Override
    public String putFile(Path file) {
        return store().putFile(file);
    }

    @Override
    public Optional<byte[]> get(String hash) {
        return store().get(hash);
    }

    @Override
    public Optional<Path> getFile(String hash) {
        return store().getFile(hash);
    }

    @Override
    public boolean contains(String hash) {
        return store().contains(hash);
    }
}
