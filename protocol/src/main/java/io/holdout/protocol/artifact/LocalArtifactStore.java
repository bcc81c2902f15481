package io.holdout.protocol.artifact;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Artifacts in a folder: {@code ab/abcdef...}. A file appears under its name only when it is whole and on disk (written
 * aside, fsynced, renamed), so a reader sees all of it or nothing, whenever the writer dies.
 */
public final class LocalArtifactStore implements ArtifactStore {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int PREFIX = 2;

    private final Path root;

    public LocalArtifactStore(Path root) {
        this.root = root;
    }

    @Override
    public String put(byte[] bytes) {
        String hash = CanonicalJson.sha256(bytes);
        keep(hash, aside -> {
            try (var channel = FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                var buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
        });
        return hash;
    }

    @Override
    public String putFile(Path file) {
        try {
            String hash = hashOf(file);
            keep(hash, aside -> {
                Files.copy(file, aside);
                try (var channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            });
            return hash;
        } catch (IOException e) {
            throw failed("cannot read " + file, e);
        }
    }

    @Override
    public Optional<byte[]> get(String hash) {
        Path file = fileOf(hash);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            return CanonicalJson.sha256(bytes).equals(hash) ? Optional.of(bytes) : Optional.empty();
        } catch (IOException e) {
            throw failed("cannot read " + file, e);
        }
    }

    @Override
    public Optional<Path> getFile(String hash) {
        Path file = fileOf(hash);
        try {
            return Files.exists(file) && hashOf(file).equals(hash) ? Optional.of(file) : Optional.empty();
        } catch (IOException e) {
            throw failed("cannot read " + file, e);
        }
    }

    @Override
    public boolean contains(String hash) {
        return Files.exists(fileOf(hash));
    }

    @Override
    public OptionalLong size(String hash) {
        Path file = fileOf(hash);
        try {
            return Files.exists(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
        } catch (IOException e) {
            throw failed("cannot read " + file, e);
        }
    }

    private Path fileOf(String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("not a content hash: '" + hash + "'");
        }
        return root.resolve(hash.substring(0, PREFIX)).resolve(hash);
    }

    private interface Writing {
        void to(Path aside) throws IOException;
    }

    private void keep(String hash, Writing writing) {
        Path file = fileOf(hash);
        if (getFile(hash).isPresent()) {
            return;
        }
        Path folder = root.resolve(hash.substring(0, PREFIX));
        Path aside = folder.resolve("." + hash + "." + UUID.randomUUID());
        try {
            Files.createDirectories(folder);
            try {
                writing.to(aside);
                Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(aside);
            }
            try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw failed("cannot write " + file, e);
        }
    }

    private static String hashOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(java.io.OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static HoldoutException failed(String what, IOException cause) {
        return HoldoutException.infrastructure("ARTIFACT_STORE", what + ": " + cause.getMessage(), cause);
    }
}
