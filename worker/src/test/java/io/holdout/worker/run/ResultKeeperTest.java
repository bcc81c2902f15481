package io.holdout.worker.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultKeeperTest {
    @TempDir
    Path folder;

    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch firstIsBeingPut = new CountDownLatch(1);
    private final AtomicInteger puts = new AtomicInteger();
    private final Map<String, ResultRef> kept = new ConcurrentHashMap<>();
    private final Map<String, String> failed = new ConcurrentHashMap<>();
    private volatile boolean broken;

    /** The first put lasts until it is opened. */
    private void beforePut() {
        if (puts.getAndIncrement() == 0) {
            firstIsBeingPut.countDown();
            try {
                opened.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        } else if (broken) {
            throw HoldoutException.infrastructure("ARTIFACT_STORE", "read-only file system", new IOException());
        }
    }

    private WatchedDisk disk;
    private ResultKeeper<String> keeper;

    @BeforeEach
    void start() {
        disk = new WatchedDisk(folder, this::beforePut);
        keeper = new ResultKeeper<>(disk, 2, task -> new Thread(task, "keeper"), new ResultKeeper.Owners<>() {
            @Override
            public void doing(List<String> owners, Runnable put) {
                try {
                    put.run();
                } catch (HoldoutException e) {
                    owners.forEach(owner -> failed.put(owner, e.getMessage()));
                }
            }

            @Override
            public void kept(String owner, ResultRef where) {
                kept.put(owner, where);
            }
        });
    }

    @AfterEach
    void end() throws InterruptedException {
        opened.countDown();
        assertTrue(keeper.shutdown().awaitTermination(30, TimeUnit.SECONDS));
    }

    private static byte[] result(String owner) {
        return ("{\"of\":\"" + owner + "\"}").getBytes(UTF_8);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "waited for 30 seconds");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void keep(String owner) {
        keeper.keep(owner, result(owner));
    }

    @Test
    void small_results_that_come_while_one_is_being_put_share_one_artifact() throws InterruptedException {
        keep("first");
        firstIsBeingPut.await();
        for (int i = 0; i < ResultRef.MOST_IN_PACK + 2; i++) {
            keep("later-" + i);
        }
        assertEquals(Map.of(), kept, "none is kept before it is on disk");
        end();

        assertEquals(3, puts.get(), "the first alone, a full pack, and the rest");
        assertEquals("", kept.get("first").pack());
        Map<String, Integer> sizes = new TreeMap<>();
        kept.forEach((owner, where) -> {
            assertArrayEquals(result(owner), where.read(disk::get).orElseThrow(), owner);
            sizes.merge(where.pack(), 1, Integer::sum);
        });
        assertEquals(
                List.of(1, 2, ResultRef.MOST_IN_PACK),
                sizes.values().stream().sorted().toList());
    }

    @Test
    void a_large_result_neither_waits_for_others_nor_is_put_with_them() throws InterruptedException {
        keep("first");
        firstIsBeingPut.await();
        keeper.keep("large", " ".repeat(ResultKeeper.SMALL_BYTES + 1).getBytes(UTF_8));
        await(() -> kept.containsKey("large"));

        assertEquals("", kept.get("large").pack());
        assertEquals(List.of("large"), List.copyOf(kept.keySet()));
    }

    @Test
    void where_a_pack_cannot_be_put_all_of_it_are_told_and_the_next_are_tried_again() throws InterruptedException {
        keep("first");
        firstIsBeingPut.await();
        broken = true;
        keep("second");
        keep("third");
        opened.countDown();
        await(() -> failed.size() == 2);
        broken = false;
        keep("fourth");
        end();

        assertEquals(List.of("second", "third"), List.copyOf(new TreeMap<>(failed).keySet()));
        assertEquals(List.of("first", "fourth"), List.copyOf(new TreeMap<>(kept).keySet()));
    }
}
