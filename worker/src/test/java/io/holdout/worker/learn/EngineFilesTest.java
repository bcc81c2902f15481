package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
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
            new EngineFiles(cache, libraries, false).load(engine, said::add);
        }
        assertEquals(List.of("unpacking the learning engine (once) to " + cache), said);
        assertEquals(3, loaded.size());
    }

    @Test
    void unpacks_again_when_the_libraries_were_deleted() throws IOException {
        Path cache = home.resolve("cache");
        Path libraries = cache.resolve("libraries");
        List<String> said = new ArrayList<>();
        new EngineFiles(cache, libraries, false).load(() -> create(libraries), said::add);
        Files.delete(libraries.resolve("unpacked-by-holdout"));
        Files.delete(libraries);
        new EngineFiles(cache, libraries, false).load(() -> create(libraries), said::add);
        assertEquals(2, said.size());
    }

    @Test
    void libraries_of_an_operator_are_loaded_where_they_lie() {
        Path cache = home.resolve("cache");
        List<String> said = new ArrayList<>();
        var loaded = new AtomicBoolean();
        new EngineFiles(cache, cache.resolve("libraries"), true).load(() -> loaded.set(true), said::add);
        assertTrue(loaded.get());
        assertEquals(List.of(), said);
        assertFalse(Files.exists(cache), "nobody waits at a lock there");
    }

    @Test
    void a_device_is_there_if_both_the_engine_and_the_driver_have_it() {
        assertEquals(Device.cpu(), TorchEngine.device("auto", false, 2));
        assertEquals(Device.gpu(0), TorchEngine.device("auto", true, 2));
        assertEquals(Device.gpu(1), TorchEngine.device("cuda:1", true, 2));
        assertEquals(
                "DEVICE_MISSING: device 'cuda' is not there: the engine's libraries are those for processors alone, and the driver shows "
                        + "2 CUDA devices; see docs/gpu.md",
                assertThrows(HoldoutException.class, () -> TorchEngine.device("cuda", false, 2))
                        .getMessage());
        assertEquals(
                "DEVICE_MISSING: device 'cuda:2' is not there: the driver shows 2 CUDA devices; see docs/gpu.md",
                assertThrows(HoldoutException.class, () -> TorchEngine.device("cuda:2", true, 2))
                        .getMessage());
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
