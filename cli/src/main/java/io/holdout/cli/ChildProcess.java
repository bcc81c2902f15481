package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node in a Java process of its own, which ends when this one does, however this one ends. */
final class ChildProcess {
    private static final long GRACE_SECONDS = 8;

    /**
     * A coordinator's work is spread over thousands of methods, and compiling them took half of its first minutes with what
     * C2 inlines as a rule; so it is compiled sooner, and its code runs as fast (docs/performance.md).
     */
    private static final List<String> LITTLE_INLINING =
            List.of("-XX:MaxInlineLevel=6", "-XX:InlineSmallCode=1000", "-XX:FreqInlineSize=100");

    private final String name;
    private final Process process;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * @param heap at most, such as {@code 2g}
     * @param arguments of the {@code holdout} command
     */
    static ChildProcess start(String name, Home home, String heap, List<String> arguments) {
        Path log = home.logs().resolve(name + ".log");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                // its file is shared by all of a user's processes, by number: numbers of another namespace confuse it
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-Dlogback.configurationFile=logback-node.xml",
                "-Dholdout.log=" + log));
        boolean computes = arguments.get(0).equals("worker");
        if (!computes) {
            // with a third of the heap young, as usual, one status request in a hundred waited five times as long; with
            // less of the old part free (-XX:MinHeapFreeRatio=20) it does, too
            command.addAll(List.of("-Xms128m", "-Xmn64m"));
            command.addAll(LITTLE_INLINING);
        }
        int feature = Runtime.version().feature();
        if (feature >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        if (feature >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        command.add("--with-parent");
        var builder = new ProcessBuilder(command)
                .redirectOutput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        if (computes) {
            // glibc otherwise gives memory back to the kernel and takes it again at every training step: about 15%
            // slower
            builder.environment().putIfAbsent("MALLOC_MMAP_THRESHOLD_", "1073741824");
            builder.environment().putIfAbsent("MALLOC_TRIM_THRESHOLD_", "4294967296");
            builder.environment().putIfAbsent("MALLOC_TOP_PAD_", "67108864");
        } else {
            // the compiler's threads leave 30 MB behind in arenas of their own
            builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "1");
        }
        builder.environment().putIfAbsent("OMP_NUM_THREADS", "1");
        // on a GPU, results repeat to the last bit only so (NVIDIA's documentation of cuBLAS)
        builder.environment().putIfAbsent("CUBLAS_WORKSPACE_CONFIG", ":4096:8");
        try {
            var child = new ChildProcess(name, builder.start());
            child.note(home.logs().resolve(name + ".pid"));
            return child;
        } catch (IOException e) {
            throw HoldoutException.infrastructure("PROCESS", "cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /** For people who want to look at, or kill, one of them; a full disk must not keep it from running. */
    private void note(Path file) {
        try {
            Files.writeString(file, process.pid() + "\n");
        } catch (IOException e) {
            System.err.println("cannot write " + file + ": " + e.getMessage());
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Asks to stop, then insists. */
    static void stopAll(List<ChildProcess> children) {
        children.forEach(child -> child.process.destroy());
        for (ChildProcess child : children) {
            try {
                if (!child.process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    child.process.destroyForcibly();
                    child.process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                child.process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
