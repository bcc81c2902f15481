package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdout.protocol.failure.HoldoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    @Property(tries = 30)
    void reads_what_it_wrote_to_the_bit(@ForAll @Size(max = 20) float[] values) {
        var tensors = new Tensors();
        tensors.put("first", new long[] {1, values.length}, values);
        tensors.put("a scalar", new long[0], new float[] {Float.NaN});
        Tensors read = Safetensors.read(Safetensors.write(tensors), "test");
        assertArrayEquals(values, read.get("first").values());
        assertArrayEquals(new long[] {1, values.length}, read.get("first").shape());
        assertArrayEquals(new float[] {Float.NaN}, read.get("a scalar").values());
    }

    @Test
    void equal_weights_are_equal_bytes() {
        Backbone backbone = Backbones.of(Trials.CONV4);
        assertArrayEquals(
                Safetensors.write(Initialiser.backbone(backbone, 1)),
                Safetensors.write(Initialiser.backbone(backbone, 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "no json",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[-1,-2],\"data_offsets\":[0,8]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,4]}}"
            })
    void refuses_a_header_that_does_not_describe_the_bytes(String header) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] file = ByteBuffer.allocate(8 + text.length + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
        assertRefused(file);
    }

    @Test
    void refuses_a_file_that_was_cut_off() {
        byte[] whole = Safetensors.write(Initialiser.backbone(Backbones.of(Trials.CONV4), 1));
        for (int length : new int[] {0, 7, 8, 100, whole.length - 1}) {
            assertRefused(java.util.Arrays.copyOf(whole, length));
        }
    }

    private static void assertRefused(byte[] file) {
        var refused = assertThrows(HoldoutException.class, () -> Safetensors.read(file, "weights.safetensors"));
        assertEquals("BAD_WEIGHTS", refused.failure().code());
    }
}
