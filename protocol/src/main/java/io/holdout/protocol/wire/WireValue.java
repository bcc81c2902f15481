package io.holdout.protocol.wire;

/** Marks what may cross the wire or enter the journal; Pekko binds this type to {@link KryoSerializer}. */
public interface WireValue {}
