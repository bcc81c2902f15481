/**
 * Kryo on the wire and in the journal: registration required, explicit ids, records that can grow.
 *
 * <p>Java serialization is never used. Each module names its own types in a {@link io.holdout.protocol.wire.WireTypes}
 * service. Start at {@link io.holdout.protocol.wire.WireCodec}.
 */
@NullMarked
package io.holdout.protocol.wire;

import org.jspecify.annotations.NullMarked;
