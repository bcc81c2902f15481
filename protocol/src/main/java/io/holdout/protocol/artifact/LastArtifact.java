package io.holdout.protocol.artifact;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads results, and keeps the last artifact at hand: those of one pack are mostly read one after the other, a store may be
 * far away, and which of a pack's lines is a result says only its hash. For one pass over results, since what it has at hand may
 * be deleted meanwhile. Safe for concurrent use.
 */
public final class LastArtifact {
    private final Function<String, Optional<byte[]>> artifacts;
    private volatile @Nullable Kept last;

    /**
     * @param bytes of the artifact; empty if it is gone or damaged
     * @param lines those of a pack by their hashes; empty for one result
     */
    private record Kept(String hash, Optional<byte[]> bytes, Map<String, byte[]> lines) {}

    /** @param artifacts the verified bytes of an artifact by its hash */
    public LastArtifact(Function<String, Optional<byte[]>> artifacts) {
        this.artifacts = artifacts;
    }

    /** The verified bytes of a result; empty if they are gone or damaged. */
    public Optional<byte[]> read(ResultRef ref) {
        Kept known = last;
        if (known == null || !known.hash().equals(ref.artifact())) {
            Optional<byte[]> bytes = artifacts.apply(ref.artifact());
            known = new Kept(
                    ref.artifact(),
                    bytes,
                    ref.pack().isEmpty()
                            ? Map.of()
                            : bytes.map(ResultRef::unpack).orElse(Map.of()));
            last = known;
        }
        return ref.pack().isEmpty()
                ? known.bytes()
                : Optional.ofNullable(known.lines().get(ref.hash()));
    }
}
