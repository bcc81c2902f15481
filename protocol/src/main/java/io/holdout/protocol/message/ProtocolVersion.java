package io.holdout.protocol.message;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import org.jspecify.annotations.Nullable;

/**
 * The number of what coordinator and worker say to each other. It grows only when a message changes its meaning, so that
 * one side would misunderstand the other; a component or class that an older side may ignore does not change it. See
 * docs/upgrading.md.
 */
public final class ProtocolVersion {
    /** What this version speaks. */
    public static final int CURRENT = 3;
    /** Whoever speaks this or a later one takes several messages as one; since 2 a report may name a pack. */
    public static final int BATCHES = 3;
    /** The oldest that this version's coordinator still understands; 0 is that of workers that did not say any. */
    public static final int OLDEST = 0;

    private ProtocolVersion() {}

    /** Why a worker that speaks this protocol cannot be used; null if it can. */
    public static @Nullable Failure refusal(String worker, String version, int protocol) {
        if (protocol >= OLDEST && protocol <= CURRENT) {
            return null;
        }
        return new Failure(
                FailureClass.USER,
                "PROTOCOL_MISMATCH",
                "worker " + worker + " of Holdout " + version + " speaks protocol " + protocol
                        + ", and this coordinator understands " + OLDEST + " to " + CURRENT + "; "
                        + (protocol > CURRENT ? "upgrade the coordinator first" : "upgrade the worker"));
    }
}
