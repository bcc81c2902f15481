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

    EngineFiles(Path cache, Path libraries) {
        this.cache = cache;
        this.libraries = libraries;
    }

    /** Files of the engine on the class path; {@code cache} is what DJL was told to use. */
    static EngineFiles of(Path cache) {
        Platform platform = Platform.detectPlatform("pytorch");
        String name = platform.getVersion() + "-" + platform.getFlavor() + "-" + platform.getClassifier();
        return new EngineFiles(cache, Utils.getEngineCacheDir("pytorch").resolve(name));
    }

    /**
     * Runs what loads (and, the first time, unpacks) the engine.
     *
     * @throws HoldoutException ENGINE_UNAVAILABLE if the cache cannot be written
     */
    void load(Runnable engine, Consumer<String> announce) {
        if (isUnpacked()) {
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
        // the directory is not there if an operator told DJL to use libraries of his own
        if (Files.isDirectory(libraries)) {
            try {
                Files.createFile(libraries.resolve(MARKER));
            } catch (FileAlreadyExistsException e) {
                // a process that was before this one at the lock has left it
                return;
            }
        }
    }
}
