package io.holdout.protocol.message;

import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;

/**
 * Where a worker runs; recorded with every result.
 *
 * @param device kind of device, such as {@code cpu}
 * @param engine learning engine and version, such as {@code PyTorch 2.7.1}
 * @param threads compute threads of one attempt; part of what makes results bit-identical
 * @param model of the device, such as {@code sm_90}; empty if it has none, and from before it was told
 * @param memoryMiB of the device; 0 if unknown
 */
public record NodeInfo(
        @Tag(1) String host,
        @Tag(2) long pid,
        @Tag(3) String device,
        @Tag(4) String engine,
        @Tag(5) int threads,
        @Tag(6) String java,
        @Tag(7) String version,
        @Tag(8) String model,
        @Tag(9) int memoryMiB)
        implements WireValue {
    /** A node of whose device no more is known than its kind. */
    public NodeInfo(String host, long pid, String device, String engine, int threads, String java, String version) {
        this(host, pid, device, engine, threads, java, version, "", 0);
    }
}
