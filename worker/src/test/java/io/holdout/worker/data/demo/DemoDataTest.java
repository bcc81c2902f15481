package io.holdout.worker.data.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.catalog.InfoYaml;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDataTest {
    private static final long SEED = 7;

    @TempDir
    Path root;

    @Test
    void writes_the_same_bytes_from_the_same_seed_whatever_else_it_writes() throws IOException {
        DemoData.write(root.resolve("both"), SEED, List.of("bus", "skinl_photo"), (done, all) -> assertEquals(2, all));
        writeOnly(root.resolve("one"), "skinl_photo");

        var bytes = bytes(root.resolve("one/skinl_photo"));
        assertTrue(bytes.size() > 710, () -> "files: " + bytes.keySet());
        assertEquals(bytes, bytes(root.resolve("both/skinl_photo")));
    }

    @Test
    void describes_what_it_wrote_and_writes_nothing_twice() throws IOException {
        writeOnly(root, "bus");
        Path file = root.resolve("bus/info.yaml");
        var written = Files.getLastModifiedTime(file);
        writeOnly(root, "bus");

        assertEquals(written, Files.getLastModifiedTime(file));
        assertEquals(
                DemoData.catalogue(SEED).dataset("bus").orElseThrow(),
                InfoYaml.read(Files.readString(file), file.toString()));
    }

    @Test
    void refuses_another_seed_in_the_same_place_before_it_writes_anything() throws IOException {
        writeOnly(root, "pbc");

        var refused = assertThrows(
                HoldoutException.class, () -> DemoData.write(root, SEED + 1, (done, all) -> assertEquals(0, all)));

        assertEquals("DATA_EXISTS", refused.failure().code());
        assertTrue(refused.getMessage().contains(root.resolve("pbc").toString()), refused.getMessage());
        assertTrue(refused.getMessage().contains("seed " + (SEED + 1)), refused.getMessage());
        try (var folders = Files.list(root)) {
            assertEquals(List.of(root.resolve("pbc")), folders.toList());
        }
    }

    @Test
    void refuses_a_dataset_that_medimeta_does_not_have() {
        var refused = assertThrows(
                HoldoutException.class,
                () -> DemoData.write(root, SEED, List.of("../bus"), (done, all) -> assertEquals(0, all)));

        assertEquals("DATA_UNKNOWN", refused.failure().code());
        assertTrue(refused.getMessage().contains("'../bus'"), refused.getMessage());
    }

    private static void writeOnly(Path root, String id) {
        DemoData.write(root, SEED, List.of(id), (done, all) -> assertEquals(1, all));
    }

    private static Map<String, String> bytes(Path folder) throws IOException {
        var content = new TreeMap<String, String>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(
                        folder.relativize(file).toString(),
                        new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }
}
