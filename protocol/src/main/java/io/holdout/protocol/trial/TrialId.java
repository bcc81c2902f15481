package io.holdout.protocol.trial;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/** The SHA-256 (64 lower-case hex digits) of a trial's canonical form: equal work has an equal id. */
public record TrialId(@JsonValue String hex) implements Comparable<TrialId> {
    /** @throws IllegalArgumentException if {@code hex} is not 64 lower-case hex digits */
    @JsonCreator
    public TrialId {
        if (!CanonicalJson.isSha256(hex)) {
            throw new IllegalArgumentException("not a trial id: '" + hex + "'");
        }
    }

    /** By hand, as in {@link AttemptId}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrialId that && hex.equals(that.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    /** The first 12 digits, for people. */
    public String shortHex() {
        return hex.substring(0, 12);
    }

    @Override
    public int compareTo(TrialId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
