package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    @TempDir
    Path root;

    @TempDir
    Path home;

    Path folder;
    Path cache;

    @BeforeEach
    void writeOne() {
        folder = SmallDataset.write(root, 3);
        cache = home.resolve("deep/fingerprints");
    }

    @Test
    void does_not_depend_on_where_the_dataset_lies() throws IOException {
        String before = fingerprint(null);
        assertTrue(before.matches("[0-9a-f]{64}"), before);
        Files.move(folder, root.resolve("renamed"));
        assertEquals(before, fingerprint(null));
    }

    @Test
    void does_not_depend_on_words_for_people() throws IOException {
        String before = fingerprint(null);
        String text = Files.readString(folder.resolve("info.yaml"));
        Files.writeString(folder.resolve("info.yaml"), text.replace("\"Small\"", "\"Little\""));
        assertEquals(before, fingerprint(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"images.hdf5", "task_labels/sick.npy"})
    void changes_with_the_last_byte_that_is_looked_at(String file) throws IOException {
        String before = fingerprint(null);
        change(file);
        assertNotEquals(before, fingerprint(null));
    }

    @Test
    void changes_with_the_order_and_the_place_of_the_splits() throws IOException {
        String before = fingerprint(null);
        Path train = folder.resolve("splits/train.txt");
        List<String> lines = Files.readAllLines(train);
        Files.write(train, List.of(lines.get(1), lines.get(0), lines.get(2)));
        String reordered = fingerprint(null);
        assertNotEquals(before, reordered);
        Files.move(train, folder.resolve("splits/val.txt"));
        assertNotEquals(reordered, fingerprint(null));
    }

    @Test
    void is_the_same_from_the_cache_without_a_look_at_the_pixels() throws IOException {
        String before = fingerprint(cache);
        Path file = folder.resolve("images.hdf5");
        FileTime time = Files.getLastModifiedTime(file);
        change("images.hdf5");
        Files.setLastModifiedTime(file, time);
        assertEquals(before, fingerprint(cache));
        assertNotEquals(before, fingerprint(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"images.hdf5", "task_labels/sick.npy"})
    void forgets_when_a_file_changes(String file) throws IOException {
        String before = fingerprint(cache);
        FileTime time = Files.getLastModifiedTime(folder.resolve(file));
        change(file);
        Files.setLastModifiedTime(folder.resolve(file), FileTime.fromMillis(time.toMillis() + 1000));
        assertNotEquals(before, fingerprint(cache));
        assertEquals(1, Files.readAllLines(cache).size());
    }

    @Test
    void a_damaged_cache_is_as_good_as_none() throws IOException {
        String before = fingerprint(cache);
        byte[] whole = Files.readAllBytes(cache);
        for (int i = 0; i < whole.length; i += 7) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x01;
            Files.write(cache, damaged);
            assertEquals(before, fingerprint(cache));
        }
        Files.write(cache, new byte[] {(byte) 0xff, 0, '\n', ' ', ' ', ' '});
        assertEquals(before, fingerprint(cache));
        assertEquals(-1, Files.mismatch(cache, Files.write(home.resolve("whole"), whole)));
    }

    @Test
    void a_cache_that_cannot_be_written_is_as_good_as_none() throws IOException {
        Files.writeString(home.resolve("deep"), "a file where the folder should be");
        assertEquals(fingerprint(null), fingerprint(cache));
    }

    private String fingerprint(Path cache) {
        try (var data = new MedimetaFolder(root, cache)) {
            return data.fingerprint(SmallDataset.ID);
        }
    }

    /** Flips the lowest bit of a label or of a pixel; labels stay 0 or 1. */
    private void change(String name) throws IOException {
        Path file = folder.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        int at = name.endsWith(".npy") ? bytes.length - Long.BYTES : bytes.length - 1;
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
