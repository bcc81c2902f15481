package io.holdout.protocol.trial;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The SHA-256 (64 lower-case hex digits) of a trial's canonical form: equal work has an equal id. */
public record TrialId(@JsonValue String hex) implements Comparable<TrialId> {
    /** @throws IllegalArgumentException if {@code hex} is not 64 lower-case hex digits */
    @JsonCreator
    public TrialId {
        if (!CanonicalJson.isSha256(hex)) {
            throw new IllegalArgumentException("not a trial id: '" + hex + "'");
        }
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
