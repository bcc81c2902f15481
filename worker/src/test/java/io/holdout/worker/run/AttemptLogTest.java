package io.holdout.worker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.artifact.LocalArtifactStore;
import io.holdout.protocol.message.AttemptLogged;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialResult;
import io.holdout.worker.learn.Learner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an attempt says is kept, the newest of it, and told when it is over. */
@Timeout(60)
class AttemptLogTest {
    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong(1_764_000_000_000L);
    private final AttemptLog log = new AttemptLog(now::get);

    private AttemptRunner runner(Learner learner, Runnable onChange) {
        return new AttemptRunner(
                learner,
                new PatientArtifacts(new LocalArtifactStore(folder.resolve("artifacts"))),
                new CheckpointFolder(folder.resolve("checkpoints"), Duration.ofHours(1)),
                1,
                onChange);
    }

    private AttemptId start(AttemptRunner runner) {
        RunAttempt order = Orders.order(1);
        runner.start(order);
        return order.attempt();
    }

    @Test
    void the_oldest_lines_go_and_their_length_is_known() {
        log.say("the first line");
        long length = log.text().text().length();
        for (int i = 0; i < 1_000; i++) {
            log.say("x".repeat(100));
        }
        AttemptLog.Text text = log.text();
        assertTrue(text.text().length() <= AttemptLogged.MOST_CHARACTERS);
        assertFalse(text.text().contains("first"));
        assertTrue(text.text().startsWith("20"), "it begins with a whole line");
        assertEquals(
                length + 1_000 * (length - "the first line".length() + 100),
                text.from() + text.text().length());
    }

    @Test
    void no_line_is_endless_or_more_than_one() {
        log.say("a\nb" + "x".repeat(100_000));
        String text = log.text().text();
        assertEquals(1, text.lines().count());
        assertTrue(text.length() < 2_100);
    }

    @Test
    void progress_is_noted_once_a_second() {
        for (int i = 0; i < 2_500; i++) {
            log.at(i, 2_500, "training");
            now.incrementAndGet();
        }
        assertEquals(
                List.of("0 of 2500: training", "1000 of 2500: training", "2000 of 2500: training"),
                log.text().text().lines().map(line -> line.split(" ", 2)[1]).toList());
    }

    @Test
    void an_attempt_that_runs_shows_its_log_and_one_that_failed_leaves_its_trace() throws Exception {
        var began = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        Learner failing = (spec, inputs, progress, checkpoints) -> {
            progress.at(1, 2, "epoch 1");
            began.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new IllegalStateException("a defect");
        };
        try (AttemptRunner runner = runner(failing, ended::countDown)) {
            AttemptId attempt = start(runner);
            began.await();
            AttemptRunner.Said running = runner.log(attempt).orElseThrow();
            assertTrue(
                    running.text().text().contains(" 1 of 2: epoch 1\n"),
                    running.text().text());
            assertFalse(running.isOver());
            assertEquals(List.of(), runner.endedLogs());
            go.countDown();
            ended.await();
            AttemptRunner.Said over = runner.endedLogs().get(0);
            assertTrue(over.isOver());
            assertTrue(over.text().text().contains("java.lang.IllegalStateException: a defect\n\tat "));
            assertTrue(over.text().text().lines().reduce((a, b) -> b).orElse("").contains("failed after"));
            assertEquals(List.of(), runner.endedLogs(), "it is told once");
        }
    }

    @Test
    void what_succeeds_in_a_moment_is_not_told() throws Exception {
        var ended = new CountDownLatch(1);
        var said = new ArrayList<AttemptRunner.Said>();
        try (AttemptRunner runner =
                runner((spec, inputs, progress, checkpoints) -> new TrialResult.Adapted(List.of()), ended::countDown)) {
            start(runner);
            ended.await();
            said.addAll(runner.endedLogs());
        }
        assertEquals(List.of(), said);
    }
}
