package io.holdout.coordinator.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.typesafe.config.ConfigFactory;
import io.holdout.coordinator.sweep.CoordinatorActor;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looking costs a sweep little, and a busy sweep holds up nobody who looks. */
@Timeout(30)
class SweepReaderTest {
    private final LinkedBlockingQueue<CoordinatorActor.Look> questions = new LinkedBlockingQueue<>();
    private final PretendCoordinator coordinator = new PretendCoordinator();
    private final AtomicLong nanos = new AtomicLong();
    private final ActorSystem<Object> system = ActorSystem.create(
            Behaviors.receive(Object.class)
                    .onMessage(CoordinatorActor.Look.class, look -> {
                        questions.add(look);
                        return Behaviors.same();
                    })
                    .build(),
            "reader",
            ConfigFactory.parseString("pekko.loglevel = OFF").withFallback(ConfigFactory.load()));
    private final SweepReader reader = new SweepReader(system, system, nanos::get);

    SweepReaderTest() {
        coordinator.submit();
    }

    @AfterEach
    void ends() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    private CompletableFuture<Look> look() {
        return reader.look(PretendCoordinator.SWEEP).toCompletableFuture();
    }

    private void answer() throws InterruptedException {
        questions.take().replyTo().tell(new CoordinatorActor.Seen(coordinator.sight(), null));
    }

    private Look seen() throws InterruptedException {
        var look = look();
        answer();
        return look.join();
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void a_crowd_that_asks_at_once_is_one_question() throws Exception {
        var looks = new CompletableFuture<?>[1_000];
        for (int i = 0; i < looks.length; i++) {
            looks[i] = look();
        }
        answer();
        CompletableFuture.allOf(looks).join();
        for (var look : looks) {
            assertSame(looks[0].join(), look.join());
        }
        pass(249);
        assertSame(looks[0].join(), look().join());
        assertNull(questions.poll());
    }

    @Test
    void while_the_sweep_is_busy_the_last_look_is_shown_and_it_is_asked_once() throws Exception {
        Look first = seen();
        pass(300);
        for (int i = 0; i < 100; i++) {
            assertSame(first, look().join());
        }
        coordinator.work(1);
        answer();
        Look second = look().join();
        while (second == first) {
            Thread.onSpinWait();
            second = look().join();
        }
        assertEquals(coordinator.number(), second.sight().number());
        assertNull(questions.poll());
    }

    @Test
    void what_is_too_old_is_shown_to_nobody() throws Exception {
        Look first = seen();
        pass(1_001);
        var look = look();
        assertFalse(look.isDone());
        answer();
        assertNotSame(first, look.join());
    }

    @Test
    void who_changed_something_does_not_see_what_was_before() throws Exception {
        Look first = seen();
        pass(300);
        assertSame(first, look().join());
        var askedBefore = questions.take();
        var before = new CoordinatorActor.Seen(coordinator.sight(), null);
        coordinator.work(1);
        reader.forget(PretendCoordinator.SWEEP);
        var mine = look();
        askedBefore.replyTo().tell(before);
        answer();
        assertEquals(coordinator.number(), mine.join().sight().number());
        assertEquals(coordinator.number(), look().join().sight().number());
    }

    @Test
    void what_cannot_be_looked_at_is_said_and_asked_for_again() throws Exception {
        var look = look();
        var why = new Failure(FailureClass.INFRASTRUCTURE, "JOURNAL_UNAVAILABLE", "away");
        questions.take().replyTo().tell(new CoordinatorActor.Seen(null, why));
        var refused = assertThrows(CompletionException.class, look::join);
        assertEquals(503, ((Refused) refused.getCause()).problem().status());
        assertEquals(1, seen().sight().number());
    }
}
