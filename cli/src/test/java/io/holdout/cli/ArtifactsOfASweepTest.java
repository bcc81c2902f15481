package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.artifact.s3.S3Server;
import io.holdout.worker.data.demo.DemoData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a sweep keeps its artifacts, and what is cleaned up. */
class ArtifactsOfASweepTest {
    private static final String SWEEP =
            """
            sweep: tiny
            datasets: [bus, oct]
            targets: [bus/malignancy]
            strategies: [random-init, mm-pt]
            backbones: [{conv4: {width: 8}}]
            image_size: 32
            episodes: 2
            fine_tune: {steps: [2], episodes_per_trial: 1}
            mm_pt: {epochs: 1, steps_per_epoch: 5, validation_images: 16}
            """;

    @TempDir
    Path folder;

    private final Typed typed = new Typed();

    @Test
    void a_sweep_on_s3_gives_the_table_of_one_on_the_local_store_and_can_be_looked_after() throws Exception {
        String data = folder.resolve("data").toString();
        DemoData.write(Path.of(data), 1, List.of("bus", "oct"), (done, all) -> {});
        String file = Files.writeString(folder.resolve("tiny.yaml"), SWEEP).toString();
        String local = folder.resolve("local").toString();
        String home = folder.resolve("home").toString();
        try (S3Server server = S3Server.start()) {
            String address = server.address("holdout/tiny");

            String expected = typed.holdout("run", file, "--data", data, "--home", local, "--workers", "1");
            String ran = typed.holdout(
                    "run", file, "--data", data, "--home", home, "--workers", "1", "--artifacts", address);

            assertTrue(expected.startsWith("0\n"), expected + typed.errors());
            assertTrue(ran.startsWith("0\n"), ran + typed.errors());
            assertEquals(
                    expected.substring(expected.indexOf("tiny: AUROC")), ran.substring(ran.indexOf("tiny: AUROC")));
            assertFalse(Files.exists(folder.resolve("home/artifacts")), "nothing is kept in the home");
            assertEquals(
                    ran.substring(ran.indexOf("tiny: AUROC")),
                    typed.holdout("table", "--home", home).substring(2));

            String verified = typed.holdout("artifacts", "verify", "--home", home);
            assertTrue(verified.startsWith("0\n") && verified.contains(", 0 damaged"), verified + typed.errors());
            assertTrue(
                    typed.holdout("artifacts", "gc", "--home", home).startsWith("0\ndeleted 0 artifacts"),
                    typed.errors());
            assertTrue(typed.holdout("artifacts", "gc", "--home", folder.resolve("empty") + "", "--artifacts", address)
                    .startsWith("3"));
            assertTrue(typed.errors().contains("ARTIFACTS_SHARED"), typed.errors());
        }
    }

    @Test
    void collects_what_no_sweep_needs_and_nothing_when_the_journal_has_a_gap() throws Exception {
        String data = folder.resolve("data").toString();
        DemoData.write(Path.of(data), 1, List.of("bus", "oct"), (done, all) -> {});
        String file = Files.writeString(folder.resolve("tiny.yaml"), SWEEP).toString();
        var home = new Home(folder.resolve("home"));
        String at = home.folder().toString();
        String ran = typed.holdout("run", file, "--data", data, "--home", at, "--workers", "1");
        String orphan = home.artifacts().put(new byte[] {1, 2, 3});
        home.artifacts().put(new byte[] {4});
        Path unknown = home.checkpoints().resolve("0".repeat(64));
        Files.createDirectories(unknown);
        age(home.folder().resolve("artifacts"), Files.createFile(unknown.resolve("1.json")), unknown);
        home.artifacts().renew(home.artifacts().put(new byte[] {4}));

        assertEquals(
                "0\nwould delete 1 artifacts and 1 checkpoint folders, 3 bytes",
                typed.holdout("artifacts", "gc", "--dry-run", "--home", at).split(";")[0]);
        assertTrue(home.artifacts().contains(orphan));
        assertEquals(
                "0\ndeleted 1 artifacts and 1 checkpoint folders, 3 bytes",
                typed.holdout("artifacts", "gc", "--home", at).split(";")[0]);
        assertFalse(home.artifacts().contains(orphan));
        assertFalse(Files.exists(unknown));
        assertEquals(
                ran.substring(ran.indexOf("tiny: AUROC")),
                typed.holdout("table", "--home", at).substring(2));

        orphan = home.artifacts().put(new byte[] {1, 2, 3});
        age(home.folder().resolve("artifacts"));
        try (var connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + home.folder().resolve("journal/journal.db"));
                var statement = connection.createStatement()) {
            assertEquals(1, statement.executeUpdate("DELETE FROM event_journal WHERE sequence_number = 3"));
        }
        assertEquals("4\n", typed.holdout("artifacts", "gc", "--home", at));
        assertTrue(typed.errors().contains("lacks its event number 3"), typed.errors());
        assertTrue(home.artifacts().contains(orphan), "nothing was deleted");
    }

    /** Makes all files in these folders two days old. */
    private static void age(Path... places) throws IOException {
        var old = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        for (Path place : places) {
            try (var all = Files.walk(place)) {
                for (Path each : all.toList()) {
                    Files.setLastModifiedTime(each, old);
                }
            }
        }
    }

    @Test
    void a_bad_address_or_age_is_told_before_anything_starts() {
        assertEquals(
                "3\n", typed.holdout("status", "--home", folder.toString(), "--artifacts", "s3://me:secret@bucket"));
        assertTrue(typed.errors().contains("BAD_ARTIFACTS"), typed.errors());
        assertFalse(typed.errors().contains("secret"), typed.errors());
        assertEquals("3\n", typed.holdout("artifacts", "gc", "--home", folder.toString(), "--older-than", "5m"));
        assertTrue(typed.errors().contains("BAD_AGE"), typed.errors());
    }
}
