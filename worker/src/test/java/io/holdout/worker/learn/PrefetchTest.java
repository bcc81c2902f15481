package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PrefetchTest {
    private final Loaders loaders = new Loaders(3);

    @AfterEach
    void close() {
        loaders.close();
    }

    @Test
    @Timeout(20)
    void hands_things_out_in_order_however_long_each_takes() {
        var first = new CountDownLatch(1);
        try (var things = loaders.ahead(5, 30, 1, number -> {
            if (number == 5) {
                await(first);
            } else if (number == 7) {
                first.countDown();
            }
            return number;
        })) {
            for (int number = 5; number < 30; number++) {
                assertEquals(number, things.next());
            }
        }
    }

    @Test
    @Timeout(20)
    void makes_no_more_ahead_than_fit_in_its_memory() {
        var made = new AtomicInteger();
        try (var things = loaders.ahead(0, 100, 100 << 20, number -> made.incrementAndGet())) {
            for (int taken = 1; taken <= 50; taken++) {
                things.next();
                assertTrue(made.get() <= taken + 2, made + " made when " + taken + " were taken");
            }
        }
    }

    @Test
    @Timeout(20)
    void passes_on_what_making_a_thing_threw() {
        try (var things = loaders.ahead(0, 10, 1, number -> {
            if (number == 2) {
                throw new IllegalArgumentException("no " + number);
            }
            return number;
        })) {
            things.next();
            things.next();
            assertEquals(
                    "no 2",
                    assertThrows(IllegalArgumentException.class, things::next).getMessage());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
