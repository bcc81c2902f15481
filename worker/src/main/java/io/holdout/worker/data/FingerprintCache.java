package io.holdout.worker.data;

import io.holdout.protocol.artifact.AtomicFile;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Remembers fingerprints while path, size and time of a dataset's files stay the same: hashing MedIMeta takes minutes. A
 * damaged or unwritable cache is as good as none.
 *
 * <p>A line a dataset folder: hashes of its path and of the state of its files, the fingerprint, and a hash of these three,
 * which tells a damaged line.
 */
final class FingerprintCache {
    /** Far more folders than one machine has; a file with more lines is no cache of ours. */
    private static final int MAX_LINES = 10_000;

    private static final int LINE_CHARS = 4 * 65;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final @Nullable Path file;

    /** @param file null to remember nothing */
    FingerprintCache(@Nullable Path file) {
        this.file = file;
    }

    /**
     * The fingerprint of a dataset.
     *
     * @param files all that the fingerprint depends on
     * @param compute asked when nothing is known of this state of the files
     */
    String get(Path folder, List<Path> files, Supplier<String> compute) {
        if (file == null) {
            return compute.get();
        }
        String place = CanonicalJson.sha256(folder.toAbsolutePath().normalize().toString());
        Optional<String> state = state(files);
        Entry known = read(file).get(place);
        if (known != null && state.equals(Optional.of(known.state()))) {
            return known.fingerprint();
        }
        String computed = compute.get();
        // What changed while it was being hashed has no fingerprint worth keeping.
        if (state.isPresent() && state.equals(state(files))) {
            keep(file, place, new Entry(state.get(), computed));
        }
        return computed;
    }

    private record Entry(String state, String fingerprint) {
        String line(String place) {
            String text = place + " " + state + " " + fingerprint;
            return text + " " + CanonicalJson.sha256(text) + "\n";
        }
    }

    private static Optional<String> state(List<Path> files) {
        var text = new StringBuilder(Fingerprint.FORM);
        try {
            for (Path each : files) {
                text.append('\n').append(each.getFileName());
                if (Files.exists(each)) {
                    text.append('\n').append(Files.size(each)).append('\n').append(Files.getLastModifiedTime(each));
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(CanonicalJson.sha256(text.toString()));
    }

    private static Map<String, Entry> read(Path file) {
        var known = new TreeMap<String, Entry>();
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= (long) MAX_LINES * LINE_CHARS) {
                // Latin-1 has a character for every byte: damage spoils its line and no other.
                for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                    String[] parts = line.split(" ", -1);
                    if (parts.length == 4 && HASH.matcher(parts[2]).matches()) {
                        var entry = new Entry(parts[1], parts[2]);
                        if (entry.line(parts[0]).equals(line + "\n")) {
                            known.put(parts[0], entry);
                        }
                    }
                }
            }
        } catch (IOException e) {
            return known;
        }
        return known;
    }

    /** Two processes may write at once; then one of them forgets what the other found, and finds it again. */
    private static synchronized void keep(Path file, String place, Entry entry) {
        var all = read(file);
        if (all.size() < MAX_LINES) {
            all.put(place, entry);
        }
        var text = new StringBuilder();
        all.forEach((each, known) -> text.append(known.line(each)));
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            AtomicFile.write(file, text.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException ignored) {
            // Nothing depends on the cache.
        }
    }
}
