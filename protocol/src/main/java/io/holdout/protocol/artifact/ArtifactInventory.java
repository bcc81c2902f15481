package io.holdout.protocol.artifact;

import io.holdout.protocol.artifact.s3.S3ArtifactStore;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.function.Consumer;

/** An artifact store as its keeper sees it: what there is, how old, who uses it, and how to take it away. */
public interface ArtifactInventory extends ArtifactStore {
    /** The address of the store that lies in the home. */
    String LOCAL = "local";

    /**
     * Opening a store connects to nothing yet.
     *
     * @param address {@link #LOCAL} or {@code s3://bucket/prefix?endpoint=...}
     * @throws HoldoutException BAD_ARTIFACTS if it is neither
     */
    static ArtifactInventory of(String address, Path home) {
        return address.equals(LOCAL)
                ? new LocalArtifactStore(home.resolve("artifacts"))
                : S3ArtifactStore.of(address, home.resolve("artifact-cache"));
    }

    /**
     * Something in the store.
     *
     * @param name its content hash, or the store's own name of what a dead writer left unfinished
     * @param modifiedMillis when it was last put or renewed, by the store's clock; milliseconds since 1970
     */
    record Stored(String name, long bytes, long modifiedMillis) {}

    /** The text that {@link #of} makes this from; holds no secret. */
    String address();

    /**
     * Makes sure that it can be reached.
     *
     * @throws HoldoutException ARTIFACTS_UNAVAILABLE, ARTIFACTS_REFUSED, ARTIFACTS_NO_BUCKET
     */
    void requireUsable();

    /** Gives all that is in the store, in no order; of what comes or goes meanwhile, some. */
    void list(Consumer<Stored> each);

    /**
     * Takes something away, unless it was put or renewed since.
     *
     * @param beforeMillis what is as new as this stays
     * @return whether it is gone
     */
    boolean deleteIfOlder(String name, long beforeMillis);

    /**
     * Remembers who refers to what is in here, so that nobody takes it away without asking them.
     *
     * @param user address of a journal
     */
    void register(String user);

    /** All who were registered. */
    SortedSet<String> users();
}
