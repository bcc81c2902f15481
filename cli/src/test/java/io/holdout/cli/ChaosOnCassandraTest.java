package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.journal.cassandra.CassandraServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the database under a sweep, and coordinators and workers beside it. {@code -Dholdout.chaos.faults=N} makes the
 * campaign longer, {@code -Dholdout.chaos.certificate=FILE} keeps its certificate.
 */
@Tag("cluster")
class ChaosOnCassandraTest {
    @TempDir
    Path folder;

    @Test
    void a_sweep_whose_only_cassandra_node_is_killed_has_the_table_of_an_undisturbed_one() throws Exception {
        Path file = Files.writeString(folder.resolve("short.yaml"), ChaosTest.SWEEP);
        Path certificate = Path.of(System.getProperty(
                "holdout.chaos.certificate", folder.resolve("certificate.md").toString()));
        Path wish = folder.resolve("broken");
        var typed = new Typed();
        try (var server = CassandraServer.single().start();
                var watch = new Butcher(server, wish)) {
            typed.holdout(
                    "cassandra",
                    "init",
                    "--contact-points",
                    server.contactPoint(),
                    "--keyspace",
                    "chaos",
                    "--replication-factor",
                    "1");

            String said = typed.holdout(
                    "chaos",
                    file.toString(),
                    "--faults",
                    System.getProperty("holdout.chaos.faults", "6"),
                    "--only",
                    "JOURNAL_BROKEN,COORDINATOR_KILLED,WORKER_KILLED",
                    "--home",
                    folder.resolve("homes").toString(),
                    "--journal",
                    "cassandra://" + server.contactPoint() + "/chaos?dc=datacenter1",
                    "--break-journal",
                    "touch " + wish,
                    "--mend-journal",
                    "rm " + wish,
                    "--certificate",
                    certificate.toString());

            String told = Files.exists(certificate) ? Files.readString(certificate) : said + typed.errors();
            assertTrue(said.startsWith("0\n"), told);
            assertTrue(told.contains("PASS"), told);
            assertTrue(watch.kills > 0, told);
            assertEquals(
                    0,
                    told.lines().filter(line -> line.contains("NOT OVERCOME")).count());
        }
    }

    /** Kills the server while a file is there: the campaign runs among processes of its own, and cannot reach this one. */
    private static final class Butcher implements AutoCloseable {
        private final Thread thread;
        private volatile int kills;
        private volatile boolean closed;

        Butcher(CassandraServer server, Path wish) {
            thread = new Thread(() -> watch(server, wish), "butcher");
            thread.setDaemon(true);
            thread.start();
        }

        private void watch(CassandraServer server, Path wish) {
            boolean dead = false;
            while (!closed) {
                boolean wanted = Files.exists(wish);
                if (wanted && !dead) {
                    server.kill();
                    kills++;
                } else if (!wanted && dead) {
                    server.start();
                }
                dead = wanted;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }

        @Override
        public void close() throws InterruptedException {
            closed = true;
            thread.join();
        }
    }
}
