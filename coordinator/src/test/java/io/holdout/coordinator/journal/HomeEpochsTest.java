package io.holdout.coordinator.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeEpochsTest {
    @TempDir
    Path home;

    @Test
    void the_newest_claim_holds_and_the_older_no_longer_does() {
        HomeLock first = HomeLock.take(home);
        EpochRegistry old = new EmbeddedJournal(home).epochs(first);
        assertFalse(old.holds(0), "nobody took one yet");
        assertEquals(1, old.claim("old"));
        assertTrue(old.holds(1));
        first.close();
        assertFalse(old.holds(1), "without the lock nothing is held");

        try (HomeLock second = HomeLock.take(home)) {
            var young = new HomeEpochs(home, second);
            assertEquals(2, young.claim("young"));
            assertTrue(young.holds(2));
            assertFalse(young.holds(1));
        }
    }

    @Test
    void an_epoch_needs_the_lock() {
        HomeLock lock = HomeLock.take(home);
        lock.close();

        assertThrows(HoldoutException.class, () -> new HomeEpochs(home, lock).claim("late"));
        assertFalse(Files.exists(home.resolve("coordinator.epoch")));
    }

    @Test
    void a_damaged_file_is_refused_and_never_starts_again_from_one() throws Exception {
        try (HomeLock lock = HomeLock.take(home)) {
            var epochs = new HomeEpochs(home, lock);
            for (String damaged : List.of("", "7", "-1 me\n", "x me\n")) {
                Files.writeString(home.resolve("coordinator.epoch"), damaged);
                var refused = assertThrows(HoldoutException.class, () -> epochs.claim("me"));
                assertTrue(refused.getMessage().contains("coordinator.epoch is damaged"), refused.getMessage());
            }
            Files.writeString(home.resolve("coordinator.epoch"), "7 me\n");
            assertEquals(8, epochs.claim("me"));
        }
    }

    @Test
    void a_write_that_was_cut_off_leaves_the_epoch_before() throws Exception {
        try (HomeLock lock = HomeLock.take(home)) {
            var epochs = new HomeEpochs(home, lock);
            epochs.claim("me");
            Files.writeString(home.resolve("coordinator.epoch.new"), "2");
            assertTrue(epochs.holds(1));
            assertEquals(2, epochs.claim("me"));
        }
    }
}
