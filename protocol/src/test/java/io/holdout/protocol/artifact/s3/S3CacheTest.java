package io.holdout.protocol.artifact.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3CacheTest {
    @TempDir
    Path folder;

    private Path keep(S3Cache cache, int content, long usedMillis) throws IOException {
        byte[] bytes = new byte[100];
        bytes[0] = (byte) content;
        Path file = cache.keep(CanonicalJson.sha256(bytes), "1", out -> out.write(bytes))
                .orElseThrow();
        Files.setLastModifiedTime(file, FileTime.fromMillis(usedMillis));
        return file;
    }

    @Test
    void the_oldest_copies_go_when_there_are_too_many_bytes_and_what_is_in_use_stays() throws IOException {
        var cache = new S3Cache(folder, 250);
        long now = System.currentTimeMillis();
        Path oldest = keep(cache, 1, 1_000);
        Path old = keep(cache, 2, 2_000);
        Path inUse = keep(cache, 3, now);
        Path alsoInUse = keep(cache, 4, now);

        assertTrue(Files.notExists(oldest));
        assertTrue(Files.notExists(old));
        assertTrue(Files.exists(inUse));
        keep(cache, 5, now);
        assertTrue(Files.exists(alsoInUse), "over the bound, but in use");
    }

    @Test
    void a_copy_of_another_version_is_not_given() throws IOException {
        var cache = new S3Cache(folder, 1_000);
        Path file = keep(cache, 1, 1_000);
        String hash = file.getFileName().toString().substring(0, 64);

        assertEquals(file, cache.find(hash, "1").orElseThrow());
        assertTrue(cache.find(hash, "2").isEmpty());
        assertTrue(cache.keep(hash, "2", out -> out.write(1)).isEmpty(), "these bytes are not the hash's");
    }
}
