package io.holdout.worker.learn;

import ai.djl.util.Platform;
import ai.djl.util.Utils;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Lets one process at a time unpack the engine's native libraries, so that many workers can start together.
 *
 * <p>A marker among the libraries says that they are whole. Where it is, processes load without waiting for each other;
 * where it is not, they queue at a file lock, which dies with its process, and the first one unpacks.
 */
final class EngineFiles {
    private static final String LOCK = "unpacking.lock";
    private static final String MARKER = "unpacked-by-holdout";

    private final Path cache;
    private final Path libraries;
    private final boolean given;

    /** @param given whether an operator's own libraries are loaded, where they lie */
    EngineFiles(Path cache, Path libraries, boolean given) {
        this.cache = cache;
        this.libraries = libraries;
        this.given = given;
    }

    /** Files of the engine on the class path; {@code cache} is what DJL was told to use. */
    static EngineFiles of(Path cache) {
        Platform platform = Platform.detectPlatform("pytorch");
        String name = platform.getVersion() + "-" + platform.getFlavor() + "-" + platform.getClassifier();
        String given = Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH");
        return new EngineFiles(
                cache, Utils.getEngineCacheDir("pytorch").resolve(name), given != null && !given.isBlank());
    }

    /**
     * Runs what loads (and, the first time, unpacks) the engine.
     *
     * @throws HoldoutException ENGINE_UNAVAILABLE if the cache cannot be written
     */
    void load(Runnable engine, Consumer<String> announce) {
        if (given || isUnpacked()) {
            engine.run();
            return;
        }
        try {
            Files.createDirectories(cache);
            try (var channel =
                            FileChannel.open(cache.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                if (!isUnpacked() && lock.isValid()) {
                    announce.accept("unpacking the learning engine (once) to " + cache);
                }
                engine.run();
                mark();
            }
        } catch (IOException e) {
            throw HoldoutException.infrastructure(
                    "ENGINE_UNAVAILABLE", "the learning engine cannot be unpacked to " + cache + ": " + e, e);
        }
    }

    private boolean isUnpacked() {
        return Files.exists(libraries.resolve(MARKER));
    }

    private void mark() throws IOException {
        try {
            Files.createFile(libraries.resolve(MARKER));
        } catch (FileAlreadyExistsException e) {
            // a process that was before this one at the lock has left it
            return;
        }
    }
}
