package io.holdout.protocol.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Artifacts in a folder: {@code ab/abcdef...}. A file appears under its name only when it is whole and on disk (written
 * aside, fsynced, renamed), so a reader sees all of it or nothing, whenever the writer dies.
 */
public final class LocalArtifactStore implements ArtifactInventory {
    private static final int PREFIX = 2;

    /** What a writer that died left: the hash that it would have got, and what makes the name its own. */
    private static final Pattern UNFINISHED = Pattern.compile("\\.([0-9a-f]{64})\\.[0-9a-f-]{36}");

    private static final String SHARDS = "[0-9a-f][0-9a-f]";
    private static final String USERS = ".users";

    private final Path root;

    public LocalArtifactStore(Path root) {
        this.root = root;
    }

    @Override
    public String address() {
        return LOCAL;
    }

    /** A folder that is not there yet is made by the first artifact. */
    @Override
    public void requireUsable() {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw failed("cannot use " + root, new IOException("it is a file, not a folder"));
        }
    }

    @Override
    public String put(byte[] bytes) {
        String hash = CanonicalJson.sha256(bytes);
        keep(hash, out -> out.write(bytes));
        return hash;
    }

    @Override
    public String putFile(Path file) {
        String hash;
        try {
            hash = ContentHash.of(file);
        } catch (IOException e) {
            throw failed("cannot read " + file, e);
        }
        keep(hash, out -> {
            try (var in = Files.newInputStream(file)) {
                if (!ContentHash.copy(in, out).equals(hash)) {
                    throw new IOException(file + " changed while it was copied");
                }
            }
        });
        return hash;
    }

    private void keep(String hash, AtomicFile.Content content) {
        Path file = fileOf(hash);
        if (Files.exists(file) && renew(hash)) {
            return;
        }
        Path folder = file.resolveSibling("");
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            AtomicFile.write(file, content);
        } catch (IOException e) {
            throw failed("cannot write " + file, e);
        }
    }

    /** Touches the file; one that was taken away just before is not there to be touched, and must be put. */
    @Override
    public boolean renew(String hash) {
        Path file = fileOf(hash);
        try {
            if (getFile(hash).isEmpty()) {
                return false;
            }
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw failed("cannot write " + file, e);
        }
    }

    @Override
    public Optional<byte[]> get(String hash) {
        Path file = fileOf(hash);
        try {
            byte[] bytes = Files.readAllBytes(file);
            return CanonicalJson.sha256(bytes).equals(hash) ? Optional.of(bytes) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("cannot read " + file, e);
        }
    }

    @Override
    public Optional<Path> getFile(String hash) {
        Path file = fileOf(hash);
        try {
            return ContentHash.of(file).equals(hash) ? Optional.of(file) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("cannot read " + file, e);
        }
    }

    @Override
    public boolean contains(String hash) {
        return size(hash).isPresent();
    }

    @Override
    public OptionalLong size(String hash) {
        Path file = fileOf(hash);
        try {
            return OptionalLong.of(Files.size(file));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw failed("cannot read " + file, e);
        }
    }

    @Override
    public void list(Consumer<Stored> each) {
        try (var shards = Files.newDirectoryStream(root, SHARDS)) {
            for (Path shard : shards) {
                try (var files = Files.newDirectoryStream(shard)) {
                    for (Path file : files) {
                        stored(file).ifPresent(each);
                    }
                }
            }
        } catch (NoSuchFileException e) {
            // nothing was put yet
        } catch (IOException e) {
            throw failed("cannot read " + root, e);
        }
    }

    private static Optional<Stored> stored(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (!ContentHash.isOne(name) && !UNFINISHED.matcher(name).matches()) {
            return Optional.empty();
        }
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Stored(
                    name, attributes.size(), attributes.lastModifiedTime().toMillis()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Takes the file out of the way before it looks at its time: whoever renews it at this moment either did so before,
     * and it is put back, or finds no file, and puts it anew.
     */
    @Override
    public boolean deleteIfOlder(String name, long beforeMillis) {
        var unfinished = UNFINISHED.matcher(name);
        if (unfinished.matches()) {
            return deleteUnfinished(fileOf(unfinished.group(1)).resolveSibling(name), beforeMillis);
        }
        Path file = fileOf(name);
        Path away = file.resolveSibling("." + name + "." + UUID.randomUUID());
        try {
            Files.move(file, away, StandardCopyOption.ATOMIC_MOVE);
            if (Files.getLastModifiedTime(away).toMillis() >= beforeMillis) {
                Files.move(away, file, StandardCopyOption.ATOMIC_MOVE);
                return false;
            }
            Files.delete(away);
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            throw failed("cannot delete " + file, e);
        }
    }

    /** Nobody renews such a file: a writer that is alive has written into it not long ago. */
    private static boolean deleteUnfinished(Path file, long beforeMillis) {
        try {
            if (Files.exists(file) && Files.getLastModifiedTime(file).toMillis() >= beforeMillis) {
                return false;
            }
            Files.deleteIfExists(file);
            return true;
        } catch (IOException e) {
            throw failed("cannot delete " + file, e);
        }
    }

    @Override
    public void register(String user) {
        Path file = root.resolve(USERS).resolve(CanonicalJson.sha256(user));
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.resolveSibling(""));
                AtomicFile.write(file, user.getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw failed("cannot write " + file, e);
        }
    }

    @Override
    public SortedSet<String> users() {
        var users = new TreeSet<String>();
        try (var files = Files.newDirectoryStream(root.resolve(USERS), "[0-9a-f]*")) {
            for (Path file : files) {
                users.add(Files.readString(file));
            }
        } catch (NoSuchFileException e) {
            return users;
        } catch (IOException e) {
            throw failed("cannot read " + root.resolve(USERS), e);
        }
        return users;
    }

    private Path fileOf(String hash) {
        return root.resolve(ContentHash.require(hash).substring(0, PREFIX)).resolve(hash);
    }

    private static HoldoutException failed(String what, IOException cause) {
        return HoldoutException.infrastructure("ARTIFACT_STORE", what + ": " + cause.getMessage(), cause);
    }
}
