package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.journal.Journal;
import io.holdout.coordinator.journal.cassandra.CassandraExtension;
import io.holdout.coordinator.journal.cassandra.CassandraServer;
import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.worker.data.demo.DemoData;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A standby goes on for an active coordinator that dies or stands still, and workers' attempts survive it. */
@ExtendWith(CassandraExtension.class)
class FailoverTest {
    private static final String NAME = "failover";

    /** One long pre-training, so that something is in flight, and many short trials, so that dispatch is seen. */
    private static final String SWEEP =
            """
            sweep: failover
            datasets: [bus, glaucoma]
            strategies: [random-init, mm-maml]
            backbones: [{conv4: {width: 8}}]
            image_size: 32
            episodes: 20
            fine_tune: {steps: [20], episodes_per_trial: 1}
            mm_maml: {epochs: 1, episodes_per_task: 300, validation_episodes: 1, validation_inner_steps: 2}
            """;

    @TempDir
    static Path shared;

    private static Path data;
    private static Path file;
    private static String undisturbed;

    @TempDir
    Path folder;

    private CompletableFuture<Integer> run = CompletableFuture.completedFuture(0);

    @BeforeAll
    static void runs_undisturbed() throws Exception {
        data = shared.resolve("data");
        DemoData.write(data, 1, List.of("bus", "glaucoma"), (done, all) -> {});
        file = Files.writeString(shared.resolve("failover.yaml"), SWEEP);
        var home = new Home(shared.resolve("calm"));
        assertEquals(ExitCode.OK, new SweepRun(home, data, workers(), 0).run(file));
        undisturbed = Runs.table(home, NAME);
    }

    private static WorkersOption workers() {
        var workers = new WorkersOption();
        workers.checkpointSeconds = 1;
        // one for a pre-training, which is in flight all the time, and one for the trials that show who dispatches
        workers.slots = 2;
        return workers;
    }

    private Home start(String journal, int standbys) {
        var home = new Home(folder.resolve("home"), journal, null);
        run = CompletableFuture.supplyAsync(
                () -> new SweepRun(home, data, workers(), new Coordinators(0, standbys)).run(file));
        Runs.await("all coordinators have joined", () -> home.members().alive().size() == 1 + standbys);
        Runs.await("trials end", () -> succeeded(home) >= 4);
        return home;
    }

    @AfterEach
    void ends() throws Exception {
        assertEquals(ExitCode.OK, run.get(5, TimeUnit.MINUTES));
    }

    private static int succeeded(Home home) {
        return Runs.events(home, NAME, SweepEvent.TrialSucceeded.class).size();
    }

    private static long lastEpoch(Home home) {
        List<JournalEntry> events = Runs.events(home, NAME);
        return events.get(events.size() - 1).epoch();
    }

    private static boolean isDispatchedAfter(Home home, long epoch) {
        return Runs.events(home, NAME).stream()
                .anyMatch(entry -> entry.epoch() > epoch && entry.event() instanceof SweepEvent.AttemptStarted);
    }

    /** Whether a later epoch than this one coordinates, and has heard of the workers, so that a free slot gets work. */
    private static boolean coordinatesAfter(Home home, String before) {
        var endpoint = home.endpoint();
        boolean another = endpoint.isPresent()
                && home.members().alive().stream()
                        .anyMatch(member -> member.pid() == endpoint.get().pid()
                                && !member.name().equals(before));
        if (!another) {
            return false;
        }
        try {
            return !new CoordinatorClient(endpoint.get()).view(NAME).workers().isEmpty();
        } catch (HoldoutException e) {
            return false;
        }
    }

    private static void assertNothingStartedAgain(Home home) {
        List<SweepEvent.AttemptFailed> failed = Runs.events(home, NAME, SweepEvent.AttemptFailed.class);
        assertEquals(List.of(), failed, "no attempt is lost by a failover");
        assertTrue(Runs.events(home, NAME, SweepEvent.AttemptStarted.class).stream()
                .allMatch(started -> started.attempt().number() == 1));
    }

    @Test
    void a_standby_goes_on_after_the_active_coordinator_is_killed_and_nothing_in_flight_starts_again()
            throws Exception {
        Home home = start(Journal.EMBEDDED, 1);
        String before = Runs.active(home);
        long epoch = lastEpoch(home);
        assertTrue(Runs.process(home, before).orElseThrow().destroyForcibly());

        Runs.await("the standby coordinates", () -> coordinatesAfter(home, before));
        Runs.await("it dispatches", () -> isDispatchedAfter(home, epoch));
        assertNotEquals(before, Runs.active(home));
        assertFalse(run.isDone());

        Runs.await("the killed one stands by", () -> home.members().alive().size() == 2);
        String now = Runs.active(home);
        long later = lastEpoch(home);
        assertTrue(Runs.process(home, now).orElseThrow().destroyForcibly());
        Runs.await("the first takes over again", () -> coordinatesAfter(home, now));
        Runs.await("it dispatches", () -> isDispatchedAfter(home, later));

        assertEquals(ExitCode.OK, run.get(5, TimeUnit.MINUTES));
        assertNothingStartedAgain(home);
        assertEquals(undisturbed, Runs.table(home, NAME));
    }

    @Test
    void a_coordinator_that_stood_still_for_longer_than_the_failover_ends_and_acknowledges_nothing(
            CassandraServer server) throws Exception {
        String keyspace = "failover_still";
        var err = new PrintWriter(System.err, true);
        assertEquals(
                ExitCode.OK,
                Main.execute(
                        err,
                        "cassandra",
                        "init",
                        "--contact-points",
                        server.contactPoint(),
                        "--keyspace",
                        keyspace,
                        "--replication-factor",
                        "1"));
        Home home = start("cassandra://" + server.contactPoint() + "/" + keyspace + "?dc=datacenter1", 1);
        String before = Runs.active(home);
        ProcessHandle old = Runs.process(home, before).orElseThrow();
        long epoch = lastEpoch(home);
        Runs.signal(old, "STOP");

        Runs.await("the standby coordinates", () -> coordinatesAfter(home, before));
        Runs.await("it dispatches", () -> isDispatchedAfter(home, epoch));
        int events = Runs.events(home, NAME).size();
        Runs.await("the new one goes on", () -> Runs.events(home, NAME).size() > events + 5);
        Runs.signal(old, "CONT");
        Runs.await("the old one ends", () -> !old.isAlive());

        assertEquals(ExitCode.OK, run.get(5, TimeUnit.MINUTES));
        List<JournalEntry> all = Runs.events(home, NAME);
        long first = all.stream().filter(entry -> entry.epoch() > epoch).count();
        assertTrue(
                all.subList((int) (all.size() - first), all.size()).stream().allMatch(entry -> entry.epoch() > epoch),
                "nothing of the old epoch follows the new one");
        assertNothingStartedAgain(home);
        assertEquals(undisturbed, Runs.table(home, NAME));
    }
}
