package io.holdout.coordinator.sweep;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.holdout.protocol.artifact.ContentHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One value of every trial, deflated: most trials of a sweep have the same in most columns, which then take next to no
 * room. What differs by chance is not searched for what repeats: that took most of a snapshot's time and found nothing. A
 * column that is not there reads as zeros.
 */
final class Column {
    private static final int HASH_BYTES = 32;
    private static final int BUFFER_BYTES = 8192;
    /** Beyond this a text is no hash and no name, but damage. */
    private static final int LONGEST_TEXT = 4096;

    private Column() {}

    /** Each value as its difference to the one before: times and positions grow by little. */
    static byte[] longs(long[] values) {
        return deflated(Deflater.BEST_SPEED, Deflater.DEFAULT_STRATEGY, out -> {
            long before = 0;
            for (long value : values) {
                out.writeVarLong(value - before, false);
                before = value;
            }
        });
    }

    static long[] longs(byte @Nullable [] column, int count) {
        var values = new long[count];
        inflated(column, in -> {
            long before = 0;
            for (int i = 0; i < count; i++) {
                before += in.readVarLong(false);
                values[i] = before;
            }
        });
        return values;
    }

    static byte[] doubles(double[] values) {
        return deflated(Deflater.BEST_SPEED, Deflater.HUFFMAN_ONLY, out -> {
            for (double value : values) {
                out.writeDouble(value);
            }
        });
    }

    static double[] doubles(byte @Nullable [] column, int count) {
        var values = new double[count];
        inflated(column, in -> {
            for (int i = 0; i < count; i++) {
                values[i] = in.readDouble();
            }
        });
        return values;
    }

    /** Texts that are mostly SHA-256 in hex: half of the digits' room, since nothing else shortens them. */
    static byte[] hashes(String[] values) {
        return deflated(Deflater.NO_COMPRESSION, Deflater.DEFAULT_STRATEGY, out -> {
            for (String value : values) {
                boolean isHash = ContentHash.isOne(value);
                byte[] bytes = isHash ? HexFormat.of().parseHex(value) : value.getBytes(StandardCharsets.UTF_8);
                // the length of a hash is never the length of another text
                out.writeVarInt(isHash ? 0 : bytes.length + 1, true);
                out.writeBytes(bytes);
            }
        });
    }

    static String[] hashes(byte @Nullable [] column, int count) {
        var values = new String[count];
        java.util.Arrays.fill(values, "");
        inflated(column, in -> {
            for (int i = 0; i < count; i++) {
                int length = in.readVarInt(true);
                if (length < 0 || length > LONGEST_TEXT) {
                    throw new KryoException("a text of " + length + " bytes");
                }
                values[i] = length == 0
                        ? HexFormat.of().formatHex(in.readBytes(HASH_BYTES))
                        : new String(in.readBytes(length - 1), StandardCharsets.UTF_8);
            }
        });
        return values;
    }

    private static byte[] deflated(int level, int strategy, Consumer<Output> writing) {
        var bytes = new ByteArrayOutputStream();
        var deflater = new Deflater(level);
        deflater.setStrategy(strategy);
        try (var out = new Output(new DeflaterOutputStream(bytes, deflater, BUFFER_BYTES), BUFFER_BYTES)) {
            writing.accept(out);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static void inflated(byte @Nullable [] column, Consumer<Input> reading) {
        if (column != null) {
            try (var in = new Input(new InflaterInputStream(new ByteArrayInputStream(column)), BUFFER_BYTES)) {
                reading.accept(in);
            }
        }
    }
}
