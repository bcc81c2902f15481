package io.holdout.worker.learn;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The safetensors format for float32 tensors: 8 bytes of length, a JSON header, the values. Same tensors, same bytes. */
final class Safetensors {
    private static final int FLOAT_BYTES = 4;

    private Safetensors() {}

    static byte[] write(Tensors tensors) {
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
     * @param what names the bytes in errors
     * @throws HoldoutException BAD_WEIGHTS
     */
    static Tensors read(byte[] bytes, String what) {
        try {
            var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int length = Math.toIntExact(buffer.getLong());
            JsonNode header = CanonicalJson.read(new String(bytes, 8, length, StandardCharsets.UTF_8), JsonNode.class);
            var tensors = new Tensors();
            for (Map.Entry<String, JsonNode> entry : header.properties()) {
                JsonNode tensor = entry.getValue();
                if (tensor.path("dtype").asText().equals("F32")) {
                    long[] shape = CanonicalJson.read(tensor.path("shape").toString(), long[].class);
                    int from = Math.toIntExact(
                            8L + length + tensor.path("data_offsets").path(0).asLong());
                    int to = Math.toIntExact(
                            8L + length + tensor.path("data_offsets").path(1).asLong());
                    float[] values = new float[(to - from) / FLOAT_BYTES];
                    buffer.position(from).asFloatBuffer().get(values);
                    tensors.put(entry.getKey(), shape, values);
                }
            }
            return tensors;
        } catch (ArithmeticException
                | IllegalArgumentException
                | BufferUnderflowException
                | IndexOutOfBoundsException
                | NegativeArraySizeException e) {
            throw HoldoutException.user("BAD_WEIGHTS", what + " is not a safetensors file: " + e.getMessage());
        }
    }
}
