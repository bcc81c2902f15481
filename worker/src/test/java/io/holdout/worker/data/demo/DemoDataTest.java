package io.holdout.worker.data.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.catalog.InfoYaml;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDataTest {
    private static final long SEED = 7;

    @TempDir
    Path root;

    @Test
    void writes_every_dataset_whole_the_same_from_the_same_seed_and_not_again() throws IOException {
        Path one = root.resolve("one");
        Path other = root.resolve("other");
        var steps = new ArrayList<Integer>();
        DemoData.write(one, SEED, (done, all) -> steps.add(done));
        writeOnly(other, "bus");
        writeOnly(other, "skinl_photo");
        var written = Files.getLastModifiedTime(one.resolve("bus/info.yaml"));
        DemoData.write(one, SEED, (done, all) -> assertEquals(19, all));

        assertEquals(19, steps.size());
        assertEquals(written, Files.getLastModifiedTime(one.resolve("bus/info.yaml")));
        for (var info : DemoData.catalogue(SEED).datasets()) {
            Path file = one.resolve(info.id()).resolve("info.yaml");
            assertEquals(info, InfoYaml.read(Files.readString(file), file.toString()));
        }
        for (String id : List.of("bus", "skinl_photo")) {
            assertEquals(bytes(one.resolve(id)), bytes(other.resolve(id)), id);
        }
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

    private static TreeMap<String, String> bytes(Path folder) throws IOException {
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
