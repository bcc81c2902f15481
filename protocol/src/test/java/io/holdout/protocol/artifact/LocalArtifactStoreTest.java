package io.holdout.protocol.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalArtifactStoreTest {
    @TempDir
    Path folder;

    @Test
    void gives_back_what_it_was_given_and_keeps_it_once() throws IOException {
        var store = new LocalArtifactStore(folder);
        Path file = Files.write(folder.resolve("source"), "hello".getBytes(UTF_8));

        String hash = store.put("hello".getBytes(UTF_8));

        assertEquals("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", hash);
        assertEquals(hash, store.putFile(file));
        assertArrayEquals("hello".getBytes(UTF_8), store.get(hash).orElseThrow());
        try (var kept = Files.list(folder.resolve("2c"))) {
            assertEquals(1, kept.count());
        }
    }

    @Test
    void does_not_give_out_damaged_bytes_and_heals_when_they_are_put_again() throws IOException {
        var store = new LocalArtifactStore(folder);
        String hash = store.put("hello".getBytes(UTF_8));
        Files.writeString(folder.resolve("2c").resolve(hash), "hell");

        assertEquals(Optional.empty(), store.get(hash));
        assertEquals(Optional.empty(), store.getFile(hash));

        store.put("hello".getBytes(UTF_8));
        assertTrue(store.get(hash).isPresent());
    }

    @Test
    void knows_nothing_of_what_it_was_not_given() {
        var store = new LocalArtifactStore(folder);

        assertFalse(store.contains("0".repeat(64)));
        assertEquals(Optional.empty(), store.get("0".repeat(64)));
        assertThrows(IllegalArgumentException.class, () -> store.get("../../etc/passwd"));
    }

    @Test
    void names_the_file_that_cannot_be_written() throws IOException {
        Path blocked = Files.writeString(folder.resolve("file"), "in the way");
        var store = new LocalArtifactStore(blocked);

        var error = assertThrows(HoldoutException.class, () -> store.put(new byte[] {1}));
        assertEquals("ARTIFACT_STORE", error.failure().code());
        assertTrue(error.getMessage().contains(blocked.toString()), error.getMessage());
    }
}
