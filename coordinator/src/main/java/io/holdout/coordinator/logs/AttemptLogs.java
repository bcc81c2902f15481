package io.holdout.coordinator.logs;

import io.holdout.coordinator.sweep.SweepListener;
import io.holdout.protocol.message.AttemptLogged;
import io.holdout.protocol.trial.AttemptId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs of attempts that ended: one file each in a folder of the home, the newest {@code most} of them. Written behind
 * everybody's back, without fsync; what comes faster than the disk takes it, or cannot be written, is lost, which is said once.
 */
public final class AttemptLogs implements SweepListener, AutoCloseable {
    /** Some 130 MB at the very most. */
    public static final int MOST = 4_000;

    private static final Logger LOG = LoggerFactory.getLogger(AttemptLogs.class);
    private static final int MOST_WAITING = 256;
    private static final String SUFFIX = ".log";
    private static final Pattern SWEEP = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final Path folder;
    private final int most;
    private final ThreadPoolExecutor writing;
    /** Oldest first; null until the folder was read. Only for the writing thread. */
    private final Deque<Path> files = new ArrayDeque<>();

    private boolean read;
    private volatile boolean failed;

    /** @param from characters before the text that were not kept */
    public record Kept(long from, String text) {}

    public AttemptLogs(Path folder) {
        this(folder, MOST);
    }

    AttemptLogs(Path folder, int most) {
        this.folder = folder;
        this.most = most;
        this.writing = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                task -> {
                    var thread = new Thread(task, "attempt-logs");
                    thread.setDaemon(true);
                    return thread;
                },
                (task, pool) -> lost("they come faster than they can be written"));
    }

    @Override
    public void logged(AttemptLogged log) {
        if (log.isOver()
                && log.text().length() <= 2 * AttemptLogged.MOST_CHARACTERS
                && SWEEP.matcher(log.attempt().sweep()).matches()) {
            writing.execute(() -> write(log));
        }
    }

    /** Empty if it was not kept. */
    public Optional<Kept> of(AttemptId attempt) {
        Path file = file(attempt);
        if (!SWEEP.matcher(attempt.sweep()).matches() || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            String all = Files.readString(file);
            int end = all.indexOf('\n');
            return Optional.of(new Kept(Long.parseLong(all.substring(0, end)), all.substring(end + 1)));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            LOG.warn("the log {} cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** Flat, so that no name of a sweep leads anywhere else. */
    private Path file(AttemptId attempt) {
        return folder.resolve(attempt.sweep() + "~" + attempt.trial().hex() + "-" + attempt.number() + SUFFIX);
    }

    private void write(AttemptLogged log) {
        try {
            if (!read) {
                Files.createDirectories(folder);
                files.addAll(present());
                read = true;
            }
            Path file = file(log.attempt());
            Files.write(file, (log.from() + "\n" + log.text()).getBytes(StandardCharsets.UTF_8));
            files.addLast(file);
            while (files.size() > most) {
                Files.deleteIfExists(files.removeFirst());
            }
        } catch (IOException e) {
            lost(e.toString());
        }
    }

    private java.util.List<Path> present() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparingLong(
                            (Path file) -> file.toFile().lastModified()))
                    .toList();
        }
    }

    private void lost(String why) {
        if (!failed) {
            failed = true;
            LOG.warn("some logs of attempts are not kept in {}: {}", folder, why);
        }
    }

    /** Writes what waits, if that takes no time. */
    @Override
    public void close() {
        writing.shutdown();
        try {
            writing.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
