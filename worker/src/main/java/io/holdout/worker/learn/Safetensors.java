package io.holdout.worker.learn;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The safetensors format for float32 tensors: 8 bytes of length, a JSON header, the values. Same tensors, same bytes. */
final class Safetensors {
    private static final int FLOAT_BYTES = 4;

    private Safetensors() {}

    /** The names ascending, whatever their order is, so that a set of tensors has one form. */
    static byte[] write(Tensors unordered) {
        Tensors tensors = unordered.sorted();
        var header = new TreeMap<String, Object>();
        long[] offset = {0};
        tensors.forEach((name, tensor) -> {
            long end = offset[0] + (long) tensor.values().length * FLOAT_BYTES;
            header.put(
                    name, Map.of("dtype", "F32", "shape", tensor.shape(), "data_offsets", new long[] {offset[0], end}));
            offset[0] = end;
        });
        String json = CanonicalJson.write(header);
        String padded = json + " ".repeat((8 - json.length() % 8) % 8);
        byte[] head = padded.getBytes(StandardCharsets.UTF_8);
        var buffer = ByteBuffer.allocate(Math.toIntExact(8 + head.length + offset[0]))
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(head.length).put(head);
        tensors.forEach((name, tensor) -> {
            buffer.asFloatBuffer().put(tensor.values());
            buffer.position(buffer.position() + tensor.values().length * FLOAT_BYTES);
        });
        return buffer.array();
    }

    /**
     * Reads the float32 tensors; others, such as torchvision's counters of batches, no network here uses.
     *
     * @param what names the bytes in errors
     * @throws HoldoutException BAD_WEIGHTS
     */
    static Tensors read(byte[] bytes, String what) {
        try {
            var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int length = Math.toIntExact(buffer.getLong());
            JsonNode header = CanonicalJson.read(new String(bytes, 8, length, StandardCharsets.UTF_8), JsonNode.class);
            if (!header.isObject()) {
                throw new IllegalArgumentException("its header is no JSON object");
            }
            ByteBuffer values = buffer.position(8 + length).slice().order(ByteOrder.LITTLE_ENDIAN);
            var tensors = new Tensors();
            for (Map.Entry<String, JsonNode> entry : header.properties()) {
                if (entry.getValue().path("dtype").asText().equals("F32")) {
                    long[] shape = longs(entry.getValue().path("shape"));
                    tensors.put(entry.getKey(), shape, values(entry.getKey(), entry.getValue(), shape, values));
                }
            }
            return tensors;
        } catch (ArithmeticException
                | IllegalArgumentException
                | BufferUnderflowException
                | IndexOutOfBoundsException e) {
            throw HoldoutException.user("BAD_WEIGHTS", what + " is not a safetensors file: " + e.getMessage());
        }
    }

    private static float[] values(String name, JsonNode tensor, long[] shape, ByteBuffer values) {
        long[] offsets = longs(tensor.path("data_offsets"));
        long bytes = FLOAT_BYTES;
        for (long side : shape) {
            bytes = side < 0 ? -1 : Math.multiplyExact(bytes, side);
        }
        if (offsets.length != 2 || bytes < 0 || offsets[1] - offsets[0] != bytes) {
            throw new IllegalArgumentException(
                    "'" + name + "' of shape " + Arrays.toString(shape) + " cannot lie at " + Arrays.toString(offsets));
        }
        // out of bounds is out of the file
        ByteBuffer own = values.slice(Math.toIntExact(offsets[0]), Math.toIntExact(bytes));
        float[] read = new float[own.remaining() / FLOAT_BYTES];
        own.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(read);
        return read;
    }

    private static long[] longs(JsonNode array) {
        return CanonicalJson.read(array.toString(), long[].class);
    }
}
