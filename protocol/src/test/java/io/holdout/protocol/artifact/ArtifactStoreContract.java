package io.holdout.protocol.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every artifact store does. */
public interface ArtifactStoreContract {
    String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    String ABSENT = "0".repeat(64);

    /** An empty store. */
    ArtifactInventory store();

    /** Replaces the bytes of an artifact behind the store's back. */
    void damage(String hash, byte[] bytes) throws IOException;

    /** An address of the same store, for another process. */
    ArtifactInventory reopened();

    @Test
    default void gives_back_what_it_was_given(@TempDir Path folder) throws IOException {
        var store = store();
        Path file = Files.write(folder.resolve("source"), "hello".getBytes(UTF_8));

        assertEquals(HELLO, store.put("hello".getBytes(UTF_8)));
        assertEquals(HELLO, store.putFile(file));

        assertArrayEquals("hello".getBytes(UTF_8), store.get(HELLO).orElseThrow());
        assertEquals("hello", Files.readString(store.getFile(HELLO).orElseThrow()));
        assertTrue(reopened().contains(HELLO));
        assertEquals(5, store.size(HELLO).orElseThrow());
    }

    @Test
    default void keeps_what_is_larger_than_it_holds_in_memory(@TempDir Path folder) throws IOException {
        byte[] large = new byte[20 << 20];
        new Random(1).nextBytes(large);
        String hash = store().putFile(Files.write(folder.resolve("large"), large));

        assertTrue(Arrays.equals(large, reopened().get(hash).orElseThrow()));
        assertEquals(
                -1,
                Files.mismatch(folder.resolve("large"), store().getFile(hash).orElseThrow()));
    }

    @Test
    default void does_not_give_out_damaged_bytes_and_heals_when_they_are_put_again() throws IOException {
        var store = store();
        store.put("hello".getBytes(UTF_8));
        assertTrue(store.getFile(HELLO).isPresent());

        damage(HELLO, "hullo".getBytes(UTF_8));

        assertEquals(Optional.empty(), store.get(HELLO));
        assertEquals(Optional.empty(), store.getFile(HELLO));
        store.put("hello".getBytes(UTF_8));
        assertTrue(store.get(HELLO).isPresent());
        assertTrue(store.getFile(HELLO).isPresent());
    }

    @Test
    default void knows_nothing_of_what_it_was_not_given() {
        var store = store();

        assertFalse(store.contains(ABSENT));
        assertFalse(store.renew(ABSENT));
        assertEquals(Optional.empty(), store.get(ABSENT));
        assertEquals(Optional.empty(), store.getFile(ABSENT));
        assertTrue(store.size(ABSENT).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> store.get("../../etc/passwd"));
        assertThrows(IllegalArgumentException.class, () -> store.deleteIfOlder("../../etc/passwd", Long.MAX_VALUE));
    }

    @Test
    default void lists_all_that_it_has_and_deletes_what_is_old_enough() {
        var store = store();
        long before = System.currentTimeMillis() - 60_000;
        String other = store.put("other".getBytes(UTF_8));
        store.put("hello".getBytes(UTF_8));
        store.register("a journal");

        var names = new HashSet<String>();
        reopened().list(stored -> {
            names.add(stored.name());
            assertEquals(5, stored.bytes());
            assertTrue(Math.abs(System.currentTimeMillis() - stored.modifiedMillis()) < 60_000, stored.toString());
        });
        assertEquals(Set.of(HELLO, other), names);

        assertFalse(store.deleteIfOlder(HELLO, before), "it is newer than that");
        assertTrue(store.contains(HELLO));
        assertTrue(store.deleteIfOlder(HELLO, System.currentTimeMillis() + 60_000));
        assertFalse(store.contains(HELLO));
        assertTrue(store.contains(other));
    }

    @Test
    default void remembers_its_users() {
        store().register("journal b");
        store().register("journal a");
        reopened().register("journal a");

        assertEquals(List.of("journal a", "journal b"), List.copyOf(reopened().users()));
    }
}
