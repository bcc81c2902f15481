package io.holdout.coordinator.journal.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProjectorTest {
    private final List<String> followed = new CopyOnWriteArrayList<>();

    @Test
    void many_changes_while_it_is_busy_are_one_and_nobody_waits() throws Exception {
        var busy = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var projector = Projector.start(sweep -> {
            busy.countDown();
            awaitUninterrupted(go);
            followed.add(sweep);
        })) {
            projector.changed("first");
            assertTrue(busy.await(10, TimeUnit.SECONDS));
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
                for (int i = 0; i < 100_000; i++) {
                    projector.changed(i % 2 == 0 ? "even" : "odd");
                }
            });
            go.countDown();
        }
        assertEquals(List.of("first", "even", "odd"), followed, "and closing finishes what waits");
    }

    @Test
    void what_fails_while_the_journal_is_away_is_done_later() throws Exception {
        var tries = new Semaphore(0);
        try (var projector = Projector.start(sweep -> {
            tries.release();
            if (followed.isEmpty()) {
                followed.add("failed");
                throw HoldoutException.infrastructure("JOURNAL_UNAVAILABLE", "away", new IllegalStateException());
            }
            followed.add(sweep);
        })) {
            projector.changed("sweep");
            assertTrue(tries.tryAcquire(2, 10, TimeUnit.SECONDS));
        }
        assertEquals(List.of("failed", "sweep"), followed);
    }

    @Test
    void a_sweep_that_cannot_be_followed_does_not_keep_the_others_back() throws Exception {
        var done = new CountDownLatch(1);
        try (var projector = Projector.start(sweep -> {
            followed.add(sweep);
            if (sweep.equals("damaged")) {
                throw new IllegalStateException("a defect");
            }
            done.countDown();
        })) {
            projector.changed("damaged");
            projector.changed("whole");
            assertTrue(done.await(10, TimeUnit.SECONDS));
        }
        assertEquals(List.of("damaged", "whole"), followed);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
