package io.holdout.worker.learn;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where the tensors of a safetensors file lie: 8 bytes of length, a JSON header of that length, the values. */
final class SafetensorsLayout {
    /** The header of ResNet-50 has 30 kB. */
    private static final int MAX_HEADER_BYTES = 8 << 20;

    private SafetensorsLayout() {}

    /** Whether bytes begin as such a file: a length within bounds, whatever its first bytes look like, then a JSON object. */
    static boolean isLikely(byte[] start) {
        return start.length > Long.BYTES
                && start[Long.BYTES] == '{'
                && Long.compareUnsigned(length(start), MAX_HEADER_BYTES) <= 0;
    }

    private static long length(byte[] start) {
        return ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    /**
     * The floating-point tensors, in the header's order; others, such as counters of batches, no network here uses.
     *
     * @throws IllegalArgumentException if the header does not describe the bytes
     */
    static Map<String, StoredTensor> tensors(StoredBytes file) throws IOException {
        int length;
        String json;
        try (InputStream in = file.from(0)) {
            byte[] prefix = in.readNBytes(Long.BYTES);
            if (prefix.length < Long.BYTES) {
                throw new EOFException("it has " + prefix.length + " bytes");
            }
            long declared =
                    ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (declared < 0 || declared > Math.min(MAX_HEADER_BYTES, file.length() - Long.BYTES)) {
                throw new IllegalArgumentException("its header would have " + declared + " bytes, the file has "
                        + file.length() + ", and " + MAX_HEADER_BYTES + " are the most that is read");
            }
            length = (int) declared;
            json = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
        JsonNode header = CanonicalJson.read(json, JsonNode.class);
        if (!header.isObject()) {
            throw new IllegalArgumentException("its header is no JSON object");
        }
        StoredBytes values = part(file, Long.BYTES + length, file.length() - Long.BYTES - length);
        var tensors = new LinkedHashMap<String, StoredTensor>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            JsonNode described = entry.getValue();
            Optional<ElementType> type =
                    ElementType.ofSafetensors(described.path("dtype").asText());
            if (type.isPresent() && type.get().isFloatingPoint()) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), described, type.get(), values));
            }
        }
        return tensors;
    }

    private static StoredTensor tensor(String name, JsonNode described, ElementType type, StoredBytes values) {
        long[] shape = longs(described.path("shape"));
        long[] offsets = longs(described.path("data_offsets"));
        long bytes = type.bytes();
        for (long side : shape) {
            bytes = side < 0 ? -1 : Math.multiplyExact(bytes, side);
        }
        if (offsets.length != 2
                || bytes < 0
                || offsets[0] < 0
                || offsets[1] > values.length()
                || offsets[1] - offsets[0] != bytes) {
            throw new IllegalArgumentException(
                    "'" + name + "' of shape " + Arrays.toString(shape) + " cannot lie at " + Arrays.toString(offsets));
        }
        return StoredTensor.rowMajor(type, ByteOrder.LITTLE_ENDIAN, part(values, offsets[0], bytes), shape);
    }

    private static StoredBytes part(StoredBytes whole, long start, long length) {
        return new StoredBytes() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream from(long offset) throws IOException {
                return whole.from(start + offset);
            }
        };
    }

    private static long[] longs(JsonNode array) {
        return CanonicalJson.read(array.toString(), long[].class);
    }
}
