package io.holdout.protocol.artifact.s3;

import io.holdout.protocol.artifact.ArtifactInventory;
import io.holdout.protocol.artifact.ContentHash;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Artifacts in a bucket, under the names that they have in a local folder. An object appears whole or not at all, and its
 * SHA-256 is sent along, so that the server refuses what was damaged on its way.
 */
public final class S3ArtifactStore implements ArtifactInventory {
    /** Larger ones go through a file: results have kilobytes, checkpoints a hundred megabytes and more. */
    private static final long MOST_IN_MEMORY = 16L << 20;

    private static final long MOST_CACHED = 8L << 30;
    private static final int SHARD = 2;
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{2}/([0-9a-f]{64})");
    private static final String USERS = ".users/";
    private static final String BYTES = "application/octet-stream";
    /** What is younger than this is not sent again only to count as new; garbage is older. */
    private static final long NEW_MILLIS = 600_000;

    private final S3Address address;
    private final S3Client client;
    private final S3Errors errors;
    private final S3Cache cache;

    private S3ArtifactStore(S3Address address, Path cache) {
        this.address = address;
        this.client = S3Clients.of(address);
        this.errors = new S3Errors(address);
        this.cache = new S3Cache(cache, MOST_CACHED);
    }

    /**
     * Connects to nothing yet.
     *
     * @param address {@code s3://...}
     * @param cache folder for copies of what is read
     * @throws HoldoutException BAD_ARTIFACTS
     */
    public static S3ArtifactStore of(String address, Path cache) {
        return new S3ArtifactStore(S3Address.parse(address), cache);
    }

    @Override
    public String address() {
        return address.toString();
    }

    @Override
    public void requireUsable() {
        errors.told("use", "", () -> {
            try {
                return client.headBucket(request -> request.bucket(address.bucket()));
            } catch (S3Exception e) {
                throw S3Errors.isNoKey(e) ? S3Errors.noBucket(e) : e;
            }
        });
    }

    @Override
    public String put(byte[] bytes) {
        String hash = CanonicalJson.sha256(bytes);
        // not fromBytes, which would copy them
        send(
                key(hash),
                hash,
                RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes), bytes.length, BYTES));
        return hash;
    }

    @Override
    public String putFile(Path file) {
        try {
            String hash = ContentHash.of(file);
            send(key(hash), hash, RequestBody.fromFile(file));
            return hash;
        } catch (IOException e) {
            throw HoldoutException.infrastructure("ARTIFACT_STORE", "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Always, even if there is one: that heals a damaged one and makes it count as new. */
    private void send(String key, String hash, RequestBody body) {
        String checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hash));
        errors.told(
                "write",
                key,
                () -> client.putObject(
                        request -> request.bucket(address.bucket()).key(key).checksumSHA256(checksum), body));
    }

    @Override
    public boolean renew(String hash) {
        return head(hash)
                .map(found -> System.currentTimeMillis() - found.lastModified().toEpochMilli() < NEW_MILLIS
                        || ArtifactInventory.super.renew(hash))
                .orElse(false);
    }

    @Override
    public Optional<byte[]> get(String hash) {
        Optional<HeadObjectResponse> head = head(hash);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        if (head.get().contentLength() > MOST_IN_MEMORY) {
            return getFile(hash).map(S3ArtifactStore::read);
        }
        return download(key(hash), "read")
                .filter(bytes -> CanonicalJson.sha256(bytes).equals(hash));
    }

    private Optional<byte[]> download(String key, String what) {
        return errors.told(what, key, () -> {
            try {
                return Optional.of(client.getObjectAsBytes(
                                request -> request.bucket(address.bucket()).key(key))
                        .asByteArrayUnsafe());
            } catch (S3Exception e) {
                return emptyIfNone(e);
            }
        });
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw HoldoutException.infrastructure("ARTIFACT_STORE", "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Path> getFile(String hash) {
        Optional<HeadObjectResponse> head = head(hash);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        String version = head.get().eTag() + " " + head.get().lastModified() + " "
                + head.get().contentLength();
        Optional<Path> copy = cache.find(hash, version);
        return copy.isPresent() ? copy : fetch(hash, version);
    }

    private Optional<Path> fetch(String hash, String version) {
        String key = key(hash);
        return errors.told("read", key, () -> {
            try {
                return client.getObject(
                        request -> request.bucket(address.bucket()).key(key),
                        new Download<>(in -> cache.keep(hash, version, in::copyTo)));
            } catch (S3Exception e) {
                return emptyIfNone(e);
            }
        });
    }

    private static <T> Optional<T> emptyIfNone(S3Exception e) {
        if (S3Errors.isNoKey(e)) {
            return Optional.empty();
        }
        throw e;
    }

    /** What there is under a hash; a bucket that is gone is an error, and not a store that has nothing. */
    private Optional<HeadObjectResponse> head(String hash) {
        String key = key(hash);
        Optional<HeadObjectResponse> found = errors.told("read", key, () -> {
            try {
                return Optional.of(client.headObject(
                        request -> request.bucket(address.bucket()).key(key)));
            } catch (S3Exception e) {
                return emptyIfNone(e);
            }
        });
        if (found.isEmpty()) {
            requireUsable();
        }
        return found;
    }

    @Override
    public boolean contains(String hash) {
        return head(hash).isPresent();
    }

    @Override
    public OptionalLong size(String hash) {
        return head(hash).map(found -> OptionalLong.of(found.contentLength())).orElse(OptionalLong.empty());
    }

    @Override
    public void list(Consumer<Stored> each) {
        String start = address.key("");
        objects(start, object -> {
            var name = NAME.matcher(object.key().substring(start.length()));
            if (name.matches()) {
                each.accept(new Stored(
                        name.group(1), object.size(), object.lastModified().toEpochMilli()));
            }
        });
    }

    private void objects(String start, Consumer<S3Object> each) {
        errors.told("list", start, () -> {
            client.listObjectsV2Paginator(
                            request -> request.bucket(address.bucket()).prefix(start))
                    .contents()
                    .forEach(each);
            return true;
        });
    }

    @Override
    public boolean deleteIfOlder(String name, long beforeMillis) {
        Optional<HeadObjectResponse> head = head(name);
        if (head.isPresent() && head.get().lastModified().toEpochMilli() >= beforeMillis) {
            return false;
        }
        errors.told(
                "delete",
                key(name),
                () -> client.deleteObject(
                        request -> request.bucket(address.bucket()).key(key(name))));
        return true;
    }

    @Override
    public void register(String user) {
        byte[] text = user.getBytes(StandardCharsets.UTF_8);
        String hash = CanonicalJson.sha256(text);
        send(address.key(USERS + hash), hash, RequestBody.fromBytes(text));
    }

    @Override
    public SortedSet<String> users() {
        var users = new TreeSet<String>();
        objects(address.key(USERS), object -> download(object.key(), "read")
                .ifPresent(bytes -> users.add(new String(bytes, StandardCharsets.UTF_8))));
        return users;
    }

    private String key(String hash) {
        return address.key(ContentHash.require(hash).substring(0, SHARD) + "/" + hash);
    }
}
