package io.holdout.worker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.trial.TrialResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders and results of a worker, also while its store cannot be written, which costs time and no work. */
class AttemptRunnerTest {
    @TempDir
    Path folder;

    private volatile boolean full = true;
    private final AtomicInteger runs = new AtomicInteger();

    private WatchedDisk disk;

    @BeforeEach
    void start() {
        disk = new WatchedDisk(folder.resolve("artifacts"), () -> {
            if (full) {
                throw HoldoutException.infrastructure(
                        "ARTIFACT_STORE", "cannot write it: No space left on device", new IOException());
            }
        });
    }

    private AttemptRunner runner() {
        var result = new TrialResult.Adapted(List.of());
        return new AttemptRunner(
                (spec, inputs, progress, checkpoints) -> {
                    runs.incrementAndGet();
                    return result;
                },
                new PatientArtifacts(disk, Duration.ofMillis(5)),
                new CheckpointFolder(folder.resolve("checkpoints"), Duration.ofHours(1)),
                1,
                () -> {});
    }

    @Test
    void a_result_waits_for_a_full_store_says_so_and_is_kept() {
        try (AttemptRunner runner = runner()) {
            runner.start(Orders.order(1));
            await(() -> runner.held().get(0).note().startsWith(AttemptProgress.WAITING));

            assertTrue(runner.held().get(0).note().endsWith("No space left on device"));
            assertEquals(List.of(), runner.unacknowledged(), "it has not failed");

            full = false;
            await(() -> !runner.unacknowledged().isEmpty());
            var outcome = assertInstanceOf(
                    AttemptRunner.Outcome.Succeeded.class,
                    runner.unacknowledged().get(0).outcome());
            assertEquals("", outcome.result().pack(), "it came alone");
            assertTrue(outcome.result().read(disk::get).isPresent());
            assertTrue(!runner.held().get(0).note().startsWith(AttemptProgress.WAITING));
        }
    }

    @Test
    void a_waiting_attempt_stops_when_it_is_told_to() throws InterruptedException {
        try (AttemptRunner runner = runner()) {
            runner.start(Orders.order(1));
            await(() -> runner.held().get(0).note().startsWith(AttemptProgress.WAITING));

            assertTrue(runner.handBack(Duration.ofSeconds(30)));
            assertEquals(List.of(), runner.held());
        }
    }

    @Test
    void the_only_slot_runs_the_next_trial_while_a_result_is_not_kept_yet() {
        try (AttemptRunner runner = runner()) {
            runner.start(Orders.order(1));
            runner.start(Orders.order(2));

            await(() -> runs.get() == 2);
            assertEquals(List.of(), runner.unacknowledged(), "no result counts before it is kept");

            full = false;
            await(() -> runner.unacknowledged().size() == 2);
        }
    }

    @Test
    void no_more_orders_are_asked_for_than_are_taken_while_nobody_acknowledges() {
        full = false;
        try (AttemptRunner runner = runner()) {
            int orders = 0;
            for (int wanted = 1; wanted > orders; wanted = 1 + runner.ahead()) {
                while (orders < wanted) {
                    orders++;
                    runner.start(Orders.order(orders));
                }
                int sent = orders;
                assertEquals(sent, runner.held().size(), "one that is left alone comes again only after seconds");
                await(() -> runner.unacknowledged().size() == sent);
            }
            assertTrue(orders > 32, "what has ended takes no room: only " + orders);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited for 30 seconds");
            LockSupport.parkNanos(1_000_000);
        }
    }
}
