package io.holdout.protocol.wire;

/** A module's list of types for the wire; found by {@link java.util.ServiceLoader}. */
public interface WireTypes {
    /** Registers every type with its own, never reused id. */
    void register(WireRegistry registry);
}
