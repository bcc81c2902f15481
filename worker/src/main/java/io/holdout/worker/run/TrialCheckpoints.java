package io.holdout.worker.run;

import io.holdout.protocol.artifact.AtomicFile;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialId;
import io.holdout.worker.learn.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints of one trial: parts as safetensors, and for each checkpoint a small JSON with their SHA-256, written last. A
 * damaged checkpoint counts as none, and the one before it is taken. Attempts of a trial that run at once, as after a
 * partition, do no harm: what one overwrites does not fit the other's JSON.
 */
final class TrialCheckpoints implements Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(TrialCheckpoints.class);

    /** Raised when a change makes older checkpoints unreadable; they are then left alone. */
    private static final int FORMAT = 2;

    /** The newest and one to fall back on. */
    private static final int KEPT = 2;

    private static final Pattern NAME = Pattern.compile("[a-z]{1,20}-[0-9]{1,19}");

    private static final String INDEX = ".json";
    private static final String PART = ".safetensors";

    private final Path folder;
    private final TrialId trial;
    private final long everyNanos;
    private final LongSupplier nanos;
    /** Parts known to be whole on disk. */
    private final Map<String, String> written = new HashMap<>();

    private long savedNanos;
    private volatile boolean demanded;

    /** What the JSON holds. */
    record Index(int format, TrialId trial, long position, String facts, SortedMap<String, String> parts) {}

    /** The JSON itself: what it holds, and the hash of that, for a disk may turn a bit in it as in any part. */
    record Sealed(Index index, String sha256) {
        static Sealed of(Index index) {
            return new Sealed(index, CanonicalJson.sha256(CanonicalJson.write(index)));
        }

        /** @throws IllegalArgumentException if it is not as it was written */
        static Index open(String json) {
            Sealed sealed = CanonicalJson.read(json, Sealed.class);
            if (!of(sealed.index).equals(sealed)) {
                throw new IllegalArgumentException("what it holds does not fit its hash");
            }
            return sealed.index;
        }
    }

    TrialCheckpoints(Path folder, TrialId trial, Duration every, LongSupplier nanos) {
        this.folder = folder;
        this.trial = trial;
        this.everyNanos = every.toNanos();
        this.nanos = nanos;
        this.savedNanos = nanos.getAsLong();
    }

    /** Makes a checkpoint due at once. */
    void demand() {
        demanded = true;
    }

    @Override
    public boolean due() {
        return demanded || nanos.getAsLong() - savedNanos >= everyNanos;
    }

    @Override
    public Optional<Checkpoint> latest() {
        for (Path file : indexes()) {
            Optional<Checkpoint> whole = read(file);
            if (whole.isPresent()) {
                LOG.info("trial {} goes on from checkpoint {}", trial.shortHex(), file.getFileName());
                return whole;
            }
        }
        return Optional.empty();
    }

    private Optional<Checkpoint> read(Path file) {
        try {
            Index index = Sealed.open(Files.readString(file));
            if (index.format() != FORMAT || !index.trial().equals(trial)) {
                return Optional.empty();
            }
            var parts = new HashMap<String, byte[]>();
            for (Map.Entry<String, String> part : index.parts().entrySet()) {
                byte[] bytes = Files.readAllBytes(part(part.getKey()));
                if (!CanonicalJson.sha256(bytes).equals(part.getValue())) {
                    throw new IOException("part " + part.getKey() + " is damaged");
                }
                parts.put(part.getKey(), bytes);
            }
            written.putAll(index.parts());
            return Optional.of(new Checkpoint(index.facts(), parts));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("checkpoint {} is of no use: {}", file, e.toString());
            return Optional.empty();
        }
    }

    @Override
    public void save(long position, String facts, Map<String, Supplier<byte[]>> parts) {
        // from now on, whether it succeeds or not: a full disk must not make every step slow
        savedNanos = nanos.getAsLong();
        demanded = false;
        try {
            Files.createDirectories(folder);
            var hashes = new TreeMap<String, String>();
            for (Map.Entry<String, Supplier<byte[]>> part : parts.entrySet()) {
                hashes.put(part.getKey(), keep(part.getKey(), part.getValue()));
            }
            var index = new Index(FORMAT, trial, position, facts, hashes);
            AtomicFile.write(
                    folder.resolve("%012d".formatted(position) + INDEX),
                    CanonicalJson.write(Sealed.of(index)).getBytes(StandardCharsets.UTF_8));
            retire(hashes.keySet());
            savedNanos = nanos.getAsLong();
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("trial {} goes on without a checkpoint at {}: {}", trial.shortHex(), position, e.toString());
        }
    }

    private String keep(String name, Supplier<byte[]> part) throws IOException {
        String known = written.get(name);
        if (known != null) {
            return known;
        }
        byte[] bytes = part.get();
        AtomicFile.write(part(name), bytes);
        String hash = CanonicalJson.sha256(bytes);
        written.put(name, hash);
        return hash;
    }

    /** Deletes the oldest checkpoints, and those of their parts that no kept one has. */
    private void retire(Set<String> newest) throws IOException {
        List<Path> all = indexes();
        var needed = new HashSet<>(newest);
        for (Path file : all.subList(0, Math.min(KEPT, all.size()))) {
            needed.addAll(partsOf(file));
        }
        for (Path file : all.subList(Math.min(KEPT, all.size()), all.size())) {
            for (String name : partsOf(file)) {
                if (!needed.contains(name)) {
                    Files.deleteIfExists(part(name));
                    written.remove(name);
                }
            }
            Files.deleteIfExists(file);
        }
    }

    private static Set<String> partsOf(Path file) {
        try {
            return Sealed.open(Files.readString(file)).parts().keySet();
        } catch (IOException | IllegalArgumentException e) {
            return Set.of();
        }
    }

    private Path part(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of a part: '" + name + "'");
        }
        return folder.resolve(name + PART);
    }

    /** Newest first. */
    private List<Path> indexes() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(INDEX))
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .toList();
        } catch (IOException e) {
            LOG.warn("checkpoints in {} cannot be read: {}", folder, e.toString());
            return List.of();
        }
    }

    /** The trial is done: nothing of it is needed any more. */
    void discard() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.warn("checkpoints in {} cannot be deleted: {}", folder, e.toString());
        }
    }
}
