package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.report.Choices;
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

/** One candidate at a time has one order of results: then a search that lost its coordinator tries and chooses the same. */
class SearchSurvivesKillsTest {
    private static final String SWEEP =
            """
            sweep: searched
            datasets: [bus, glaucoma, oct]
            targets: [bus]
            strategies: [mm-pt]
            backbones: [{conv4: {width: 4}}]
            image_size: 16
            shots: 2
            queries: 4
            episodes: 2
            adaptations: nearest-centroid
            mm_pt: {epochs: 3, steps_per_epoch: 2, validation_images: 16}
            search:
              mm-pt:
                sampler: tpe
                trials: 13
                parallel: 1
                space:
                  learning_rate: {loguniform: [0.0001, 0.1]}
                  optimizer: {choice: [adam, sgd]}
                stopping: {rule: asha, first: 1, reduction: 3}
                validation: {episodes: 2, queries: 4}
            """;

    @TempDir
    Path folder;

    @Test
    void a_coordinator_killed_in_the_middle_of_tpe_and_asha_gives_the_same_trials_and_the_same_table()
            throws Exception {
        Path data = folder.resolve("data");
        DemoData.write(data, 1, List.of("bus", "glaucoma", "oct"), (done, all) -> {});
        Path file = Files.writeString(folder.resolve("searched.yaml"), SWEEP);
        var calm = new Home(folder.resolve("calm"));
        var stormy = new Home(folder.resolve("stormy"));

        var undisturbed = CompletableFuture.supplyAsync(() -> new SweepRun(calm, data, oneWorker(), 0).run(file));
        var run = CompletableFuture.supplyAsync(() -> new SweepRun(stormy, data, oneWorker(), 0).run(file));
        killCoordinatorAfter(stormy, SweepEvent.CandidatePromoted.class, 1);
        // the first ten suggestions of tpe are random ones
        killCoordinatorAfter(stormy, SweepEvent.CandidateSuggested.class, 12);
        assertFalse(run.isDone(), "every kill must come before the end");
        assertEquals(ExitCode.OK, run.get());
        assertEquals(ExitCode.OK, undisturbed.get());

        var expected = new StoredSweep(calm, "searched");
        var found = new StoredSweep(stormy, "searched");
        assertEquals(steps(expected), steps(found));
        assertEquals(TableText.csv(expected.table()), TableText.csv(found.table()));
        assertEquals(
                Choices.of(expected.state().plan()), Choices.of(found.state().plan()));
        assertTrue(expected.table().isComplete());
    }

    /** What searches did, in order. */
    private static List<?> steps(StoredSweep sweep) {
        return sweep.state().plan().searches().steps();
    }

    private static WorkersOption oneWorker() {
        var workers = new WorkersOption();
        workers.workers = 1;
        return workers;
    }

    private static void killCoordinatorAfter(Home home, Class<? extends SweepEvent> kind, int events) {
        await(() -> count(home, kind) >= events && coordinator(home).isPresent());
        assertTrue(coordinator(home).orElseThrow().destroyForcibly());
    }

    private static int count(Home home, Class<? extends SweepEvent> kind) {
        var count = new AtomicInteger();
        try (var reader = home.journal().reader()) {
            reader.events("searched", entry -> count.addAndGet(kind.isInstance(entry.event()) ? 1 : 0));
        }
        return count.get();
    }

    private static Optional<ProcessHandle> coordinator(Home home) {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(home.logs().resolve("coordinator.pid"))
                            .strip()))
                    .filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "it takes too long");
            LockSupport.parkNanos(50_000_000);
        }
    }
}
