package io.holdout.coordinator.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.sweep.Sight;
import io.holdout.coordinator.web.live.CellBook;
import io.holdout.coordinator.web.live.Watch;
import io.holdout.protocol.artifact.ArtifactStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A message is made once for all who know the same. */
class WatchTest {
    private final PretendCoordinator coordinator = new PretendCoordinator();
    private final List<String> read = new ArrayList<>();
    private final Watch watch = new Watch(PretendCoordinator.SWEEP, new CellBook(new Nothing()), coordinator::reader);

    /** Has nothing, and remembers what was asked for. */
    private final class Nothing implements ArtifactStore {
        @Override
        public String put(byte[] bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String putFile(Path file) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<byte[]> get(String hash) {
            read.add(hash);
            return Optional.empty();
        }

        @Override
        public Optional<Path> getFile(String hash) {
            return Optional.empty();
        }

        @Override
        public boolean contains(String hash) {
            return false;
        }
    }

    WatchTest() {
        coordinator.submit();
    }

    private Watch.Message message(Sight sight, long from) {
        return watch.message(sight, sight.view(), from);
    }

    @Test
    void who_know_the_same_get_the_same_bytes() {
        Sight before = coordinator.sight();
        var newcomer = message(before, 0);
        var upToDate = message(before, before.number());
        assertNotSame(newcomer, upToDate);
        assertSame(newcomer, message(before, 0));
        assertSame(upToDate, message(before, before.number()));
        coordinator.work(1);
        Sight after = coordinator.sight();
        var next = message(after, before.number());
        assertEquals(after.number(), next.number());
        assertSame(next, message(before, before.number()), "a later moment is as good");
        String text = new String(next.bytes(), StandardCharsets.UTF_8);
        assertTrue(text.startsWith("id: " + after.number() + "\n"), text);
    }

    @Test
    void a_cell_that_is_not_done_reads_no_results() {
        coordinator.finishOne();
        assertEquals(1, coordinator.state().counts().succeeded());
        message(coordinator.sight(), 0);
        assertEquals(List.of(), read);
    }
}
