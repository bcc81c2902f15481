package io.holdout.protocol.artifact;

import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Write-once bytes addressed by their SHA-256 (64 lower-case hex digits). Safe for many processes at once. A store that
 * cannot be reached throws; it never says that it has nothing.
 */
public interface ArtifactStore {
    /**
     * Keeps these bytes durably; keeping the same bytes again makes them count as new.
     *
     * @return their SHA-256
     * @throws HoldoutException ARTIFACT_STORE if they cannot be kept (disk full, no permission)
     */
    String put(byte[] bytes);

    /** As {@link #put(byte[])}, for a file too large for memory; the file stays where it is. */
    String putFile(Path file);

    /**
     * The verified bytes; empty if there are none or what is there is damaged.
     *
     * @throws HoldoutException ARTIFACT_STORE if the store cannot be read
     */
    Optional<byte[]> get(String hash);

    /** A local file with the verified bytes, for reading only; empty as for {@link #get}. */
    Optional<Path> getFile(String hash);

    boolean contains(String hash);

    /**
     * Makes an artifact count as new, so that it is not collected before something refers to it.
     *
     * @return false if there is none, or it is damaged: it must be put
     */
    default boolean renew(String hash) {
        return getFile(hash).map(file -> putFile(file).equals(hash)).orElse(false);
    }

    /** Length of an artifact in bytes; empty if there is none. */
    default OptionalLong size(String hash) {
        return get(hash).map(bytes -> OptionalLong.of(bytes.length)).orElse(OptionalLong.empty());
    }
}
