package io.holdout.coordinator.journal.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import io.holdout.coordinator.journal.EmbeddedJournal;
import io.holdout.coordinator.journal.Journal;
import io.holdout.coordinator.sweep.Evolver;
import io.holdout.coordinator.sweep.PackedSnapshot;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.protocol.wire.WireCodec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps of 100,000 events, run and recovered by processes with a coordinator's heap. */
@ExtendWith(CassandraExtension.class)
class RecoveryTest {
    static final String MANY_SMALL =
            "strategies: [random-init]\nepisodes: %d\nfine_tune: {steps: [5], episodes_per_trial: 1}\n";

    /** Each episode is a trial for each of these; a few trials are left over, so that the sweep goes on. */
    static final int TASKS = 4;

    /** What {@code holdout run} gives a coordinator. */
    private static final String HEAP = "512m";

    /** Each has two events: it started, and it succeeded. */
    private static final int TRIALS = 50_000;

    /** What Cassandra's default of 32 MB segments takes as one mutation; a snapshot of twice the trials must fit, too. */
    private static final int LARGEST_MUTATION = 16 << 20;

    @TempDir
    Path folder;

    @Test
    void a_hundred_thousand_events_in_the_home_recover_in_five_seconds() throws Exception {
        String newest = "SELECT snapshot_payload FROM snapshot ORDER BY sequence_number DESC LIMIT 1";
        try (var journal = new EmbeddedJournal(folder)) {
            process("run", journal, TRIALS);
            recoversWithin(5_000, journal);
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal/journal.db"));
                    var rows = connection.createStatement().executeQuery(newest)) {
                assertTrue(rows.next(), "there is a snapshot");
                fits(rows.getBytes(1));
            }
        }
    }

    @Test
    void a_hundred_thousand_events_in_cassandra_recover_in_ten_seconds(CassandraServer server) throws Exception {
        CassandraAddress address = Keyspaces.fresh(server);
        new CassandraSchema(address).create(1);
        try (var journal = new CassandraJournal(address);
                CqlSession session = CassandraSessions.open(address)) {
            process("run", journal, TRIALS);
            recoversWithin(10_000, journal);
            var row = session.execute("SELECT snapshot_data FROM " + address.keyspace()
                            + ".snapshots WHERE persistence_id = 'sweep|long' LIMIT 1")
                    .one();
            assertTrue(row != null, "there is a snapshot");
            var bytes = row.getByteBuffer(0);
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            fits(copy);
        }
    }

    private void recoversWithin(long millis, Journal journal) throws Exception {
        SweepState folded = folded(journal);
        assertEquals(TRIALS, folded.counts().succeeded());
        List<String> said = process("recover", journal, TRIALS);
        assertTrue(said.contains("counts " + folded.counts()), said.toString());
        // on a machine that does other things, too, wall time says little: two processors have this much in that time
        long took = Math.min(number(said, "recovered "), number(said, "processor ") / 2);
        assertTrue(took < millis, said.toString());
        assertEquals(
                folded.toSnapshot(),
                SweepState.fromSnapshot(roundTrip(folded)).toSnapshot(),
                "what a snapshot keeps is all there is");
    }

    private static io.holdout.coordinator.sweep.SweepSnapshot roundTrip(SweepState state) {
        var codec = new WireCodec();
        return ((PackedSnapshot) codec.read(codec.write(PackedSnapshot.of(state.toSnapshot())))).unpacked();
    }

    private static void fits(byte[] snapshot) {
        System.out.println("snapshot of " + TRIALS + " trials: " + snapshot.length + " bytes");
        assertTrue(2L * 2 * snapshot.length < LARGEST_MUTATION, snapshot.length + " bytes");
    }

    private static SweepState folded(Journal journal) {
        SweepState[] state = {SweepState.EMPTY};
        try (var reader = journal.reader()) {
            reader.events(RecoveryMain.SWEEP, event -> state[0] = Evolver.evolve(state[0], event));
        }
        return state[0];
    }

    private static long number(List<String> said, String of) {
        return said.stream()
                .filter(line -> line.startsWith(of))
                .mapToLong(line -> Long.parseLong(line.substring(of.length())))
                .findFirst()
                .orElseThrow();
    }

    private List<String> process(String what, Journal journal, int trials) throws IOException, InterruptedException {
        File out = folder.resolve(what + ".txt").toFile();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecoveryMain.class.getName(),
                        what,
                        folder.toString(),
                        journal.address(),
                        String.valueOf(trials))
                .redirectErrorStream(true)
                .redirectOutput(out)
                .start();
        try {
            int code = process.waitFor();
            List<String> said = Files.readAllLines(out.toPath());
            assertEquals(0, code, String.join("\n", said));
            said.forEach(System.out::println);
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
