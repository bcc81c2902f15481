package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.journal.cassandra.CassandraExtension;
import io.holdout.coordinator.journal.cassandra.CassandraServer;
import io.holdout.worker.data.demo.DemoData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user with a Cassandra cluster types them. */
@ExtendWith(CassandraExtension.class)
class RunsOnCassandraTest {
    private static final String SWEEP =
            """
            sweep: tiny
            datasets: [bus]
            targets: [bus/malignancy]
            strategies: [random-init]
            backbones: [{conv4: {width: 8}}]
            image_size: 32
            episodes: 2
            fine_tune: {steps: [2], episodes_per_trial: 1}
            """;

    @TempDir
    Path folder;

    private final Typed typed = new Typed();

    @Test
    void a_sweep_runs_on_a_keyspace_that_init_made_and_every_command_reads_it(CassandraServer server) throws Exception {
        String data = folder.resolve("data").toString();
        DemoData.write(Path.of(data), 1, List.of("bus"), (done, all) -> {});
        String file = Files.writeString(folder.resolve("tiny.yaml"), SWEEP).toString();
        String home = folder.resolve("home").toString();
        String journal = "cassandra://" + server.contactPoint() + "/cli_test?dc=datacenter1";

        assertEquals("4\n", typed.holdout("coordinator", "--home", home, "--journal", journal));
        assertTrue(typed.errors().contains("JOURNAL_NOT_INITIALISED"), typed.errors());
        assertTrue(typed.errors().contains("holdout cassandra init --contact-points " + server.contactPoint()));

        String[] init = {
            "cassandra",
            "init",
            "--contact-points",
            server.contactPoint(),
            "--keyspace",
            "cli_test",
            "--replication-factor",
            "1"
        };
        String made = typed.holdout(init);
        assertTrue(made.startsWith("0\nkeyspace cli_test is ready"), made + typed.errors());
        assertTrue(made.contains("--journal '" + journal + "'"), made);

        String ran = typed.holdout("run", file, "--data", data, "--home", home, "--workers", "1", "--journal", journal);
        assertTrue(ran.startsWith("0\n"), ran + typed.errors());
        assertFalse(Files.exists(folder.resolve("home/journal/journal.db")), "nothing is kept in the home");

        assertEquals(
                ran.substring(ran.indexOf("tiny: AUROC")),
                typed.holdout("table", "--home", home).substring(2),
                "remembered");
        String other = folder.resolve("elsewhere").toString();
        String trials = typed.holdout("trials", "--home", other, "--journal", journal, "--status", "succeeded");
        assertEquals(2, trials.lines().skip(1).count(), trials + typed.errors());
        String status = typed.holdout("status", "tiny", "--home", home, "--json");
        assertTrue(status.contains("\"phase\":\"FINISHED\""), status + typed.errors());
        assertEquals(
                "0\nfollowed 1 sweeps in keyspace cli_test\n", typed.holdout("cassandra", "rebuild", "--home", home));
        assertTrue(typed.holdout("table", "nothing", "--home", home).startsWith("3"));
        assertTrue(typed.errors().contains("no sweep 'nothing' in " + journal), typed.errors());
    }

    @Test
    void print_shows_the_cql_and_needs_no_cluster() {
        String shown = typed.holdout(
                "cassandra", "init", "--contact-points", "127.0.0.1:1", "--replication-factor", "3", "--print");

        assertTrue(shown.startsWith("0\n"), shown);
        assertTrue(
                shown.contains("CREATE KEYSPACE IF NOT EXISTS holdout WITH replication ="
                        + " {'class': 'NetworkTopologyStrategy', 'datacenter1': 3};"),
                shown);
        assertFalse(shown.contains("${"), shown);
    }

    @Test
    void a_bad_address_is_told_before_anything_starts() {
        assertEquals(
                "3\n", typed.holdout("status", "--home", folder.toString(), "--journal", "cassandra://me:secret@db/x"));
        assertTrue(typed.errors().contains("BAD_JOURNAL"), typed.errors());
        assertFalse(typed.errors().contains("secret"), typed.errors());
    }
}
