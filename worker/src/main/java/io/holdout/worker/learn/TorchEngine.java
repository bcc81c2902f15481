package io.holdout.worker.learn;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The learning engine of this process. Its native libraries are unpacked once into a cache of the user, under a lock, as
 * several workers may start together.
 */
public final class TorchEngine {
    private TorchEngine() {}

    /**
     * Starts the engine; again is free.
     *
     * @param threads compute threads of one attempt: results are bit-identical only for one number
     * @return name and version, such as {@code PyTorch 2.7.1}
     * @throws HoldoutException ENGINE_UNAVAILABLE
     */
    public static synchronized String start(int threads) {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        Path cache = cache();
        System.setProperty("DJL_CACHE_DIR", cache.toString());
        try {
            Files.createDirectories(cache);
            try (var channel = FileChannel.open(
                            cache.resolve("unpacking.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IOException("lost the lock of " + cache);
                }
                Engine engine = Engine.getEngine("PyTorch");
                JniUtils.setNumThreads(threads);
                return engine.getEngineName() + " " + engine.getVersion();
            }
        } catch (IOException | ai.djl.engine.EngineException | UnsatisfiedLinkError e) {
            throw HoldoutException.infrastructure(
                    "ENGINE_UNAVAILABLE", "the learning engine cannot start from " + cache + ": " + e.getMessage(), e);
        }
    }

    /** Whether the native libraries were unpacked before. */
    public static boolean isUnpacked() {
        return Files.isDirectory(cache().resolve("pytorch"));
    }

    private static Path cache() {
        String given = System.getenv("DJL_CACHE_DIR");
        if (given != null && !given.isBlank()) {
            return Path.of(given);
        }
        String base = System.getenv("XDG_CACHE_HOME");
        Path caches =
                base == null || base.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base);
        return caches.resolve("holdout").resolve("engine");
    }
}
