package io.holdout.protocol.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void a_writer_that_fails_leaves_what_was_there_and_nothing_beside_it() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "before");

        assertThrows(
                IOException.class,
                () -> AtomicFile.write(file, out -> {
                    out.write("half".getBytes(UTF_8));
                    throw new IOException("no space");
                }));

        assertEquals("before", Files.readString(file));
        try (var all = Files.list(folder)) {
            assertEquals(1, all.count());
        }
    }

    @Test
    void a_private_file_is_its_owners_alone_also_where_it_replaces_another() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "for all");

        AtomicFile.writePrivately(file, "secret".getBytes(UTF_8));

        assertEquals("secret", Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
}
