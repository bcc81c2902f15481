package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.report.TableText;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.worker.data.demo.DemoData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise, with real processes: kill -9 whatever you like, the table is the same to the last byte. */
class SurvivesKillsTest {
    private static final String SWEEP =
            """
            sweep: small
            datasets: [bus, glaucoma, oct]
            strategies: [random-init, mm-pt, mm-maml, supervised]
            backbones: [{conv4: {width: 8}}]
            image_size: 32
            episodes: 4
            fine_tune: {steps: [5, 10], episodes_per_trial: 2}
            mm_pt: {epochs: 1, steps_per_epoch: 20, validation_images: 16}
            mm_maml: {epochs: 1, episodes_per_task: 4, validation_episodes: 1, validation_inner_steps: 2}
            supervised: {epochs: 1, steps_per_epoch: 10}
            """;

    @TempDir
    Path folder;

    @Test
    void a_sweep_whose_coordinator_and_workers_are_killed_gives_the_same_table_to_the_byte() throws Exception {
        Path data = folder.resolve("data");
        DemoData.write(data, 1, List.of("bus", "glaucoma", "oct"), (done, all) -> {});
        Path file = Files.writeString(folder.resolve("small.yaml"), SWEEP);
        var calm = new Home(folder.resolve("calm"));
        var stormy = new Home(folder.resolve("stormy"));

        assertEquals(ExitCode.OK, new SweepRun(calm, data, new WorkersOption(), 0).run(file));
        var run = CompletableFuture.supplyAsync(() -> new SweepRun(stormy, data, new WorkersOption(), 0).run(file));
        killAfter(stormy, 2, "worker-1");
        killAfter(stormy, 4, "coordinator");
        killAfter(stormy, 8, "worker-2");
        killAfter(stormy, 10, "coordinator");
        assertFalse(run.isDone(), "every kill must come before the end");
        assertEquals(ExitCode.OK, run.get());

        String table = TableText.csv(new StoredSweep(calm, "small").table());
        assertEquals(table, TableText.csv(new StoredSweep(stormy, "small").table()));
        assertTrue(table.lines().skip(1).allMatch(line -> line.contains(",DONE,")), table);
        assertEquals(0, new StoredSweep(stormy, "small").state().divergences());
        for (String node : List.of("coordinator", "worker-1", "worker-2")) {
            assertTrue(process(stormy, node).isEmpty(), node + " is left behind");
        }
        assertEquals(
                ExitCode.OK,
                new SweepRun(stormy, data, new WorkersOption(), 0).run(file),
                "a finished sweep ends at once");
    }

    private static void killAfter(Home home, int succeeded, String node) {
        await(() -> successes(home) >= succeeded && process(home, node).isPresent());
        assertTrue(process(home, node).orElseThrow().destroyForcibly());
    }

    private static int successes(Home home) {
        var count = new AtomicInteger();
        try (var reader = home.journal().reader()) {
            reader.events("small", entry -> {
                if (entry.event() instanceof SweepEvent.TrialSucceeded) {
                    count.incrementAndGet();
                }
            });
        }
        return count.get();
    }

    private static Optional<ProcessHandle> process(Home home, String node) {
        try {
            return ProcessHandle.of(Long.parseLong(
                            Files.readString(home.logs().resolve(node + ".pid")).strip()))
                    .filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited for three minutes");
            LockSupport.parkNanos(50_000_000);
        }
    }
}
