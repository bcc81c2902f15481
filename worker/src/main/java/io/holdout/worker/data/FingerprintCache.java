package io.holdout.worker.data;

import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers fingerprints while path, size and time of a dataset's files stay the same: hashing MedIMeta takes minutes. A
 * damaged or unwritable cache is as good as none.
 */
final class FingerprintCache {
    private final @Nullable Path file;

    FingerprintCache(@Nullable Path file) {
        this.file = file;
    }

    String get(Path folder, Supplier<String> compute) {
        if (file == null) {
            return compute.get();
        }
        String key;
        try {
            key = key(folder);
        } catch (IOException e) {
            return compute.get();
        }
        String known = read(file).get(key);
        if (known != null) {
            return known;
        }
        String computed = compute.get();
        keep(file, key, computed);
        return computed;
    }

    private static String key(Path folder) throws IOException {
        var text = new StringBuilder(folder.toRealPath().toString());
        try (var files = Files.walk(folder)) {
            for (Path each : files.filter(f -> !f.getFileName().toString().endsWith(".tiff"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList()) {
                text.append('|')
                        .append(folder.relativize(each))
                        .append('|')
                        .append(Files.size(each))
                        .append('|')
                        .append(Files.getLastModifiedTime(each));
            }
        }
        return CanonicalJson.sha256(text.toString());
    }

    private static Map<String, String> read(Path file) {
        var known = new TreeMap<String, String>();
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    String[] parts = line.split(" ", -1);
                    if (parts.length == 2 && parts[0].length() == 64 && parts[1].length() == 64) {
                        known.put(parts[0], parts[1]);
                    }
                }
            }
        } catch (IOException e) {
            return known;
        }
        return known;
    }

    private static void keep(Path file, String key, String fingerprint) {
        var all = read(file);
        all.put(key, fingerprint);
        var text = new StringBuilder();
        all.forEach((k, v) -> text.append(k).append(' ').append(v).append('\n'));
        Path aside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(aside, text.toString().getBytes(StandardCharsets.UTF_8));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(aside);
            } catch (IOException ignored) {
                // nothing depends on the cache
            }
        }
    }
}
