package io.holdout.protocol.artifact.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.artifact.ArtifactInventory;
import io.holdout.protocol.artifact.ArtifactStoreContract;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

class S3ArtifactStoreTest implements ArtifactStoreContract {
    private static S3Server server;

    @TempDir
    Path folder;

    private final String prefix = "store/" + UUID.randomUUID();

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public ArtifactInventory store() {
        return open("cache");
    }

    @Override
    public ArtifactInventory reopened() {
        return open("another-cache");
    }

    private ArtifactInventory open(String cache) {
        try {
            return S3ArtifactStore.of(server.address(prefix), folder.resolve(cache));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void damage(String hash, byte[] bytes) throws IOException {
        try (var client = S3Clients.of(S3Address.parse(server.address(prefix)))) {
            String key = prefix + "/" + hash.substring(0, 2) + "/" + hash;
            client.putObject(request -> request.bucket(S3Server.BUCKET).key(key), RequestBody.fromBytes(bytes));
        }
    }

    @Test
    void an_object_has_the_name_that_it_has_in_a_local_folder() throws IOException {
        store().put("hello".getBytes(UTF_8));

        assertEquals("hello", Files.readString(server.file(prefix + "/2c/" + HELLO)));
    }

    @Test
    void a_bucket_that_is_missing_is_an_error_and_not_an_empty_store() throws IOException {
        var store = S3ArtifactStore.of(server.address("no-such-bucket", "x", S3Server.SECRET), folder);

        for (Executable use : List.<Executable>of(
                store::requireUsable,
                () -> store.put(new byte[] {1}),
                () -> store.get(ABSENT),
                () -> store.contains(ABSENT),
                () -> store.list(stored -> {}))) {
            var error = assertThrows(HoldoutException.class, use);
            assertEquals("ARTIFACTS_NO_BUCKET", error.failure().code());
            assertTrue(error.getMessage().contains("'no-such-bucket' at " + server.endpoint()), error.getMessage());
        }
    }

    @Test
    void a_wrong_secret_is_told_as_access_refused_and_not_repeated() throws IOException {
        var store = S3ArtifactStore.of(server.address(S3Server.BUCKET, prefix, "wrong-secret"), folder);

        var error = assertThrows(HoldoutException.class, () -> store.put("hello".getBytes(UTF_8)));
        assertEquals("ARTIFACTS_REFUSED", error.failure().code());
        assertTrue(error.getMessage().contains(prefix + "/2c/" + HELLO), error.getMessage());
        assertFalse(error.getMessage().contains("wrong-secret"), error.getMessage());
    }

    @Test
    void a_disk_that_cannot_hold_the_copy_is_told_as_that() throws IOException {
        byte[] bytes = "hello".getBytes(UTF_8);
        store().put(bytes);
        Path inTheWay = Files.writeString(folder.resolve("in-the-way"), "no folder");
        var store = S3ArtifactStore.of(server.address(prefix), inTheWay);

        var error = assertThrows(HoldoutException.class, () -> store.getFile(HELLO));
        assertEquals("ARTIFACT_STORE", error.failure().code());
        assertTrue(error.getMessage().contains(inTheWay.toString()), error.getMessage());
    }

    @Test
    void credentials_that_cannot_be_read_are_told_with_their_file() throws IOException {
        String address = server.address(prefix) + "-missing";

        var error = assertThrows(HoldoutException.class, () -> S3ArtifactStore.of(address, folder));
        assertEquals("BAD_ARTIFACTS", error.failure().code());
        assertTrue(error.getMessage().contains("-missing"), error.getMessage());
    }

    @Test
    void a_server_that_is_away_is_told_with_its_endpoint() throws IOException {
        String address = server.address(prefix).replace(server.endpoint(), "http://127.0.0.1:1");
        var store = S3ArtifactStore.of(address, folder);

        var error = assertThrows(HoldoutException.class, () -> store.get(ABSENT));
        assertEquals("ARTIFACTS_UNAVAILABLE", error.failure().code());
        assertTrue(error.getMessage().contains("http://127.0.0.1:1"), error.getMessage());
    }
}
