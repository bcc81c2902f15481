package io.holdout.protocol.message;

import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;

/**
 * Where a worker runs; recorded with every result.
 *
 * @param device kind of device, such as {@code cpu}
 * @param engine learning engine and version, such as {@code PyTorch 2.7.1}
 * @param threads compute threads of one attempt; part of what makes results bit-identical
 */
public record NodeInfo(
        @Tag(1) String host,
        @Tag(2) long pid,
        @Tag(3) String device,
        @Tag(4) String engine,
        @Tag(5) int threads,
        @Tag(6) String java,
        @Tag(7) String version)
        implements WireValue {}
