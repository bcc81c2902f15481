package io.holdout.worker.learn;

import static io.holdout.worker.learn.WeightsFixtures.CONV4;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.BackboneSpec;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against files that PyTorch wrote. */
class WeightsFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "conv4.pth,STATE_DICT",
        "conv4-protocol4.pth,STATE_DICT",
        "conv4-legacy.pth,STATE_DICT",
        "conv4-f16.pth,STATE_DICT",
        "conv4-bf16.pth,STATE_DICT",
        "conv4-f64-legacy.pth,STATE_DICT",
        "conv4-views.pth,STATE_DICT",
        "conv4-parameters.pth,STATE_DICT",
        "conv4-training.pth,STATE_DICT",
        "conv4-script.pt,TORCHSCRIPT",
        "conv4-bf16.safetensors,SAFETENSORS"
    })
    void the_same_weights_are_the_same_bytes_whatever_file_pytorch_put_them_in(String name, WeightsFormat format)
            throws IOException {
        byte[] expected = Safetensors.write(WeightsFixtures.expected());
        // content decides, so the name may lie
        Path file = Files.copy(WeightsFixtures.file(name), folder.resolve("weights.bin"));

        try (var weights = WeightsFile.open(file, name)) {
            assertEquals(List.of(), weights.mismatches(CONV4));
            var written = new ByteArrayOutputStream();
            weights.write(CONV4, written);
            assertArrayEquals(expected, written.toByteArray());
            assertEquals(CanonicalJson.sha256(expected), weights.contentHash(CONV4));
            assertEquals(format, weights.format());
        }
    }

    @Test
    void one_other_value_is_another_content_hash() throws IOException {
        Tensors other = WeightsFixtures.expected();
        other.get("block4.norm.running_var").values()[3] += 1;
        Path file = Files.write(folder.resolve("other.safetensors"), Safetensors.write(other));

        try (var weights = WeightsFile.open(file, "other");
                var same = WeightsFile.open(WeightsFixtures.file("conv4.pth"), "same")) {
            assertTrue(!weights.contentHash(CONV4).equals(same.contentHash(CONV4)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.pth", "evil-legacy.pth"})
    void a_pickle_that_would_run_a_command_is_refused_and_the_command_named(String name) {
        assertRefused(WeightsFixtures.file(name), "'posix.system'");
    }

    @Test
    void a_whole_model_is_refused_with_what_to_save_instead() {
        String message = assertRefused(WeightsFixtures.file("whole-model.pth"), "'__main__.Conv4'");
        assertTrue(message.contains("torch.save(model.state_dict(), FILE)"), message);
    }

    @Test
    void says_everything_that_does_not_fit_a_backbone() {
        try (var weights = WeightsFile.open(WeightsFixtures.file("conv4.pth"), "conv4.pth")) {
            List<String> wider = weights.mismatches(new BackboneSpec("conv4", 5, 16));
            assertEquals(20, wider.size());
            assertTrue(
                    wider.contains("block1.conv.weight has shape [4, 3, 3, 3], must be [5, 3, 3, 3]"),
                    wider.toString());
            // 100 arrays of ResNet-18 are missing, 20 of conv4 are unknown
            assertEquals(
                    120,
                    weights.mismatches(new BackboneSpec("resnet18", 0, 224)).size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conv4.pth", "conv4-legacy.pth", "conv4-script.pt", "conv4-bf16.safetensors"})
    void a_file_cut_off_anywhere_is_refused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(WeightsFixtures.file(name));
        for (int length = 0; length < whole.length; length += 97) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            assertRefused(cut, "cut");
        }
    }

    @Test
    void a_flipped_bit_in_a_storage_is_found_by_its_checksum() throws IOException {
        byte[] bytes = Files.readAllBytes(WeightsFixtures.file("conv4.pth"));
        float[] values = WeightsFixtures.expected().get("block1.conv.weight").values();
        var start = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        start.putFloat(values[0]).putFloat(values[1]);
        bytes[indexOf(bytes, start.array())] ^= 1;
        Path flipped = Files.write(folder.resolve("flipped"), bytes);

        try (var weights = WeightsFile.open(flipped, "flipped")) {
            var refused = assertThrows(HoldoutException.class, () -> weights.contentHash(CONV4));
            assertEquals("BAD_WEIGHTS", refused.failure().code());
            assertTrue(refused.getMessage().contains("checksum"), refused.getMessage());
        }
    }

    private static int indexOf(byte[] bytes, byte[] needle) {
        for (int at = 0; ; at++) {
            if (Arrays.equals(bytes, at, at + needle.length, needle, 0, needle.length)) {
                return at;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "<html><body>404 Not Found</body></html>"})
    void what_is_no_weights_file_is_named_with_its_first_bytes(String text) throws IOException {
        assertRefused(Files.writeString(folder.resolve("page.pth"), text), "neither a PyTorch file nor safetensors");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x8080, 0x4b50})
    void a_safetensors_header_may_be_so_long_that_its_length_looks_like_another_format(int length) throws IOException {
        String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        var bytes = ByteBuffer.allocate(8 + length + 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put((header + " ".repeat(length - header.length())).getBytes(StandardCharsets.UTF_8));
        Path file = Files.write(folder.resolve("weights"), bytes.putFloat(1).array());

        try (var weights = WeightsFile.open(file, "weights")) {
            assertEquals(WeightsFormat.SAFETENSORS, weights.format());
        }
    }

    @Test
    void the_tar_archives_of_2016_are_named_as_such() throws IOException {
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(StandardCharsets.UTF_8), 0, tar, 257, 5);
        assertRefused(Files.write(folder.resolve("old.pth"), tar), "save it with a newer one");
    }

    private static String assertRefused(Path file, String part) {
        var refused = assertThrows(HoldoutException.class, () -> {
            try (var weights = WeightsFile.open(file, "cut file " + file)) {
                weights.contentHash(CONV4);
            }
        });
        assertEquals("BAD_WEIGHTS", refused.failure().code(), refused.getMessage());
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
        return refused.getMessage();
    }
}
