package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFilesTest {
    @TempDir
    Path home;

    @Test
    void only_the_first_start_says_that_it_unpacks() {
        Path cache = home.resolve("cache");
        Path libraries = cache.resolve("pytorch/1.0-cpu");
        List<String> said = new ArrayList<>();
        List<String> loaded = new ArrayList<>();
        Runnable engine = () -> {
            create(libraries);
            loaded.add("loaded");
        };
        for (int start = 0; start < 3; start++) {
            new EngineFiles(cache, libraries).load(engine, said::add);
        }
        assertEquals(List.of("unpacking the learning engine (once) to " + cache), said);
        assertEquals(3, loaded.size());
    }

    @Test
    void unpacks_again_when_the_libraries_were_deleted() throws IOException {
        Path cache = home.resolve("cache");
        Path libraries = cache.resolve("libraries");
        List<String> said = new ArrayList<>();
        new EngineFiles(cache, libraries).load(() -> create(libraries), said::add);
        Files.delete(libraries.resolve("unpacked-by-holdout"));
        Files.delete(libraries);
        new EngineFiles(cache, libraries).load(() -> create(libraries), said::add);
        assertEquals(2, said.size());
    }

    @Test
    void the_cache_is_where_the_user_keeps_caches() {
        assertEquals(Path.of("/given"), TorchEngine.cache(Map.of("DJL_CACHE_DIR", "/given"), "/home/me"));
        assertEquals(
                Path.of("/caches/holdout/engine"), TorchEngine.cache(Map.of("XDG_CACHE_HOME", "/caches"), "/home/me"));
        assertEquals(
                Path.of("/home/me/.cache/holdout/engine"), TorchEngine.cache(Map.of("XDG_CACHE_HOME", ""), "/home/me"));
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
