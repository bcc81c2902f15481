package io.holdout.protocol.message;

import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;

/** A finished dependency and the content hash of its result. */
public record TrialInput(@Tag(1) TrialId trial, @Tag(2) String result) implements WireValue {}
