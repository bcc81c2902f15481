package io.holdout.protocol.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalArtifactStoreTest implements ArtifactStoreContract {
    @TempDir
    Path folder;

    @Override
    public ArtifactInventory store() {
        return reopened();
    }

    @Override
    public ArtifactInventory reopened() {
        return new LocalArtifactStore(folder);
    }

    @Override
    public void damage(String hash, byte[] bytes) throws IOException {
        Files.write(folder.resolve(hash.substring(0, 2)).resolve(hash), bytes);
    }

    @Test
    void keeps_the_same_bytes_once() throws IOException {
        store().put("hello".getBytes(UTF_8));
        store().put("hello".getBytes(UTF_8));

        try (var kept = Files.list(folder.resolve("2c"))) {
            assertEquals(1, kept.count());
        }
    }

    @Test
    void what_is_put_again_is_not_collected_as_old() throws IOException {
        store().put("hello".getBytes(UTF_8));
        Files.setLastModifiedTime(folder.resolve("2c").resolve(HELLO), FileTime.fromMillis(1_000));
        store().put("hello".getBytes(UTF_8));

        assertFalse(store().deleteIfOlder(HELLO, 100_000));
        assertTrue(store().get(HELLO).isPresent());
        try (var kept = Files.list(folder.resolve("2c"))) {
            assertEquals(1, kept.count(), "nothing is left beside it");
        }
    }

    @Test
    void what_a_dead_writer_left_is_listed_and_can_be_deleted() throws IOException {
        store().put("hello".getBytes(UTF_8));
        String left = "." + HELLO + ".6f1f3a1e-0000-0000-0000-000000000000";
        Files.writeString(folder.resolve("2c").resolve(left), "hel");
        var names = new ArrayList<String>();
        store().list(stored -> names.add(stored.name()));

        assertTrue(names.contains(left), names.toString());
        assertTrue(store().deleteIfOlder(left, Long.MAX_VALUE));
        assertFalse(Files.exists(folder.resolve("2c").resolve(left)));
        assertTrue(store().contains(HELLO));
    }

    @Test
    void names_the_file_that_cannot_be_written() throws IOException {
        Path blocked = Files.writeString(folder.resolve("file"), "in the way");
        var store = new LocalArtifactStore(blocked);

        var error = assertThrows(HoldoutException.class, () -> store.put(new byte[] {1}));
        assertEquals("ARTIFACT_STORE", error.failure().code());
        assertTrue(error.getMessage().contains(blocked.toString()), error.getMessage());
        assertThrows(HoldoutException.class, store::requireUsable);
    }
}
