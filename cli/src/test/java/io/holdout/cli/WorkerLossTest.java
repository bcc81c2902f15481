package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.journal.Journal;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.worker.data.demo.DemoData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker had in hand goes to another: soon after kill -9, at once after SIGTERM, and never from the start. */
class WorkerLossTest {
    private static final String NAME = "loss";

    /** Two long pre-trainings, one for each worker. */
    private static final String SWEEP =
            """
            sweep: loss
            datasets: [bus, glaucoma]
            strategies: [mm-maml]
            backbones: [{conv4: {width: 8}}]
            image_size: 32
            episodes: 2
            fine_tune: {steps: [5], episodes_per_trial: 1}
            mm_maml: {epochs: 1, episodes_per_task: 100, validation_episodes: 1, validation_inner_steps: 2}
            """;

    @TempDir
    Path folder;

    private Home home;
    private CompletableFuture<Integer> run = CompletableFuture.completedFuture(0);

    /** A failed test leaves no processes to the next one. */
    @AfterEach
    void ends() throws Exception {
        run.get(5, TimeUnit.MINUTES);
    }

    private SweepEvent.AttemptStarted start() throws Exception {
        Path data = folder.resolve("data");
        DemoData.write(data, 1, List.of("bus", "glaucoma"), (done, all) -> {});
        Path file = Files.writeString(folder.resolve("loss.yaml"), SWEEP);
        home = new Home(folder.resolve("home"), Journal.EMBEDDED, null);
        var workers = new WorkersOption();
        workers.checkpointSeconds = 1;
        run = CompletableFuture.supplyAsync(() -> new SweepRun(home, data, workers, 0).run(file));
        Runs.await("a trial has saved itself", () -> saved().isPresent());
        return saved().orElseThrow();
    }

    /** An attempt that goes on from a checkpoint wherever it is run next. */
    private Optional<SweepEvent.AttemptStarted> saved() {
        return Runs.events(home, NAME, SweepEvent.AttemptStarted.class).stream()
                .filter(started -> hasCheckpoint(
                        home.checkpoints().resolve(started.attempt().trial().hex())))
                .findFirst();
    }

    private static boolean hasCheckpoint(Path trial) {
        if (!Files.isDirectory(trial)) {
            return false;
        }
        try (var files = Files.list(trial)) {
            return files.anyMatch(file -> file.getFileName().toString().matches("[0-9]{12}[.]json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<SweepEvent.AttemptStarted> next(AttemptId attempt) {
        return Runs.events(home, NAME, SweepEvent.AttemptStarted.class).stream()
                .filter(started -> started.attempt().trial().equals(attempt.trial())
                        && started.attempt().number() == attempt.number() + 1)
                .findFirst();
    }

    private String firstFailure() {
        return Runs.events(home, NAME, SweepEvent.AttemptFailed.class)
                .get(0)
                .failure()
                .code();
    }

    private String logs() {
        var text = new StringBuilder();
        for (String worker : List.of("worker-1", "worker-2")) {
            try {
                text.append(Files.readString(home.logs().resolve(worker + ".log")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return text.toString();
    }

    private void assertGoesOn(AttemptId attempt) throws Exception {
        Runs.await("it is dispatched again", () -> next(attempt).isPresent());
        assertEquals(ExitCode.OK, run.get(5, TimeUnit.MINUTES));
        Runs.table(home, NAME);
        assertTrue(
                logs().contains("trial " + attempt.trial().shortHex() + " goes on from checkpoint"),
                "the next attempt goes on where the first was");
        assertEquals(1, Runs.events(home, NAME, SweepEvent.AttemptFailed.class).size());
    }

    @Test
    void what_a_killed_worker_had_in_hand_is_dispatched_again_and_goes_on_from_its_checkpoint() throws Exception {
        SweepEvent.AttemptStarted started = start();
        assertTrue(Runs.process(home, started.worker()).orElseThrow().destroyForcibly());

        assertGoesOn(started.attempt());
    }

    @Test
    void a_worker_that_is_told_to_stop_saves_hands_back_and_leaves_and_the_next_attempt_goes_on() throws Exception {
        SweepEvent.AttemptStarted started = start();
        ProcessHandle worker = Runs.process(home, started.worker()).orElseThrow();
        Runs.signal(worker, "TERM");
        worker.onExit().get(20, TimeUnit.SECONDS);

        assertGoesOn(started.attempt());
        assertEquals("WORKER_LEFT", firstFailure());
    }
}
