package io.holdout.protocol.artifact;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads artifacts, and keeps the last one at hand: results of one pack are mostly read one after the other, and a store may be
 * far away. For one pass over results, since what it has at hand may be deleted meanwhile. Safe for concurrent use.
 */
public final class LastArtifact implements Function<String, Optional<byte[]>> {
    private final Function<String, Optional<byte[]>> artifacts;
    private volatile @Nullable Kept last;

    private record Kept(String hash, Optional<byte[]> bytes) {}

    /** @param artifacts the verified bytes of an artifact by its hash */
    public LastArtifact(Function<String, Optional<byte[]>> artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    public Optional<byte[]> apply(String hash) {
        Kept known = last;
        if (known == null || !known.hash().equals(hash)) {
            known = new Kept(hash, artifacts.apply(hash));
            last = known;
        }
        return known.bytes();
    }
}
