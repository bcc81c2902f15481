package io.holdout.cli.chaos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.artifact.LocalArtifactStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageTest {
    @TempDir
    Path home;

    private Scene scene() {
        return new Scene(home, Set.of("worker-1"), OptionalLong.empty());
    }

    @Test
    void whatever_is_done_to_an_artifact_the_store_no_longer_gives_it_out() throws IOException {
        var store = new LocalArtifactStore(home.resolve("artifacts"));
        for (Damage damage : Damage.values()) {
            for (long draw = 0; draw < 40; draw += 13) {
                String hash = store.put("some bytes".getBytes(StandardCharsets.UTF_8));
                Path file = store.getFile(hash).orElseThrow();

                damage.to(file, draw);

                assertEquals(Optional.empty(), store.getFile(hash), damage + " " + draw);
            }
        }
    }

    @Test
    void only_artifacts_are_damaged_and_none_is_no_error() throws IOException {
        var fault = new PlannedFault(1, FaultKind.ARTIFACT_DAMAGED, 3, false, 0, 0);
        Path other = Files.createDirectories(home.resolve("artifacts")).resolve("readme");
        Files.writeString(other, "mine");

        assertTrue(new ArtifactDamage().inflict(fault, scene()).isEmpty());
        assertTrue(new CheckpointDamage().inflict(fault, scene()).isEmpty());
        assertArrayEquals("mine".getBytes(StandardCharsets.UTF_8), Files.readAllBytes(other));
    }

    @Test
    void a_process_that_is_not_a_child_of_this_one_is_never_harmed() throws IOException {
        Files.createDirectories(home.resolve("logs"));
        Files.writeString(
                home.resolve("logs/worker-1.pid"), ProcessHandle.current().pid() + "\n");
        var fault = new PlannedFault(1, FaultKind.WORKER_KILLED, 3, false, 0, 0);

        assertFalse(new ProcessKill(Nodes.Role.WORKER).inflict(fault, scene()).isPresent());
    }

    @Test
    void every_worker_has_an_address_of_its_own() {
        assertEquals("127.0.1.2", Sandbox.addressOf("worker-1"));
        assertEquals("127.0.2.1", Sandbox.addressOf("worker-250"));
        assertEquals("127.0.0.1", Sandbox.addressOf("coordinator"));
    }
}
