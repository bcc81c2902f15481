package io.holdout.worker.learn;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The safetensors format for float32 tensors: 8 bytes of length, a JSON header, the values. Same tensors, same bytes. */
final class Safetensors {
    private static final int FLOAT_BYTES = 4;

    private Safetensors() {}

    /** The names ascending, whatever their order is, so that a set of tensors has one form. */
    static byte[] write(Tensors unordered) {
        Tensors tensors = unordered.sorted();
        var shapes = new LinkedHashMap<String, long[]>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        byte[] head = head(shapes);
        long[] size = {head.length};
        tensors.forEach((name, tensor) -> size[0] += (long) tensor.values().length * FLOAT_BYTES);
        var buffer = ByteBuffer.allocate(Math.toIntExact(size[0])).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(head);
        tensors.forEach((name, tensor) -> {
            buffer.asFloatBuffer().put(tensor.values());
            buffer.position(buffer.position() + tensor.values().length * FLOAT_BYTES);
        });
        return buffer.array();
    }

    /** The same bytes, with one tensor after the other in memory. */
    static void write(Map<String, long[]> unordered, Function<String, float[]> values, OutputStream out)
            throws IOException {
        var shapes = new TreeMap<>(unordered);
        out.write(head(shapes));
        for (String name : shapes.keySet()) {
            float[] own = values.apply(name);
            var buffer = ByteBuffer.allocate(Math.multiplyExact(own.length, FLOAT_BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            buffer.asFloatBuffer().put(own);
            out.write(buffer.array());
        }
    }

    private static byte[] head(Map<String, long[]> shapes) {
        var header = new TreeMap<String, Object>();
        long[] offset = {0};
        shapes.forEach((name, shape) -> {
            long end = offset[0] + FLOAT_BYTES * elements(shape);
            header.put(name, Map.of("dtype", "F32", "shape", shape, "data_offsets", new long[] {offset[0], end}));
            offset[0] = end;
        });
        String json = CanonicalJson.write(header);
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        int padding = (8 - text.length % 8) % 8;
        var head = ByteBuffer.allocate(8 + text.length + padding).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(text.length + padding).put(text);
        head.put(" ".repeat(padding).getBytes(StandardCharsets.UTF_8));
        return head.array();
    }

    private static long elements(long[] shape) {
        long elements = 1;
        for (long side : shape) {
            elements = Math.multiplyExact(elements, side);
        }
        return elements;
    }

    /**
     * Reads the floating-point tensors; others, such as torchvision's counters of batches, no network here uses.
     *
     * @param what names the bytes in errors
     * @throws HoldoutException BAD_WEIGHTS
     */
    static Tensors read(byte[] bytes, String what) {
        try {
            var tensors = new Tensors();
            for (var entry : SafetensorsLayout.tensors(StoredBytes.of(bytes)).entrySet()) {
                tensors.put(
                        entry.getKey(),
                        entry.getValue().shape(),
                        entry.getValue().values());
            }
            return tensors;
        } catch (IOException | ArithmeticException | IllegalArgumentException e) {
            throw HoldoutException.user("BAD_WEIGHTS", what + " is not a safetensors file: " + e.getMessage());
        }
    }
}
