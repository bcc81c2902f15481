package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark of recovery: nothing is lost, nothing is done twice, and each time is there. */
class RecoveryBenchmarkTest {
    @Test
    void a_coordinator_is_killed_in_the_middle_of_a_small_sweep_and_starts_again(@TempDir Path folder)
            throws Exception {
        assertNothingIsLost(folder, 0);
    }

    @Test
    void a_coordinator_is_killed_in_the_middle_of_a_small_sweep_and_another_goes_on(@TempDir Path folder)
            throws Exception {
        // of two votes neither is most of them
        assertNothingIsLost(folder, 2);
    }

    private static void assertNothingIsLost(Path folder, int standbys) throws Exception {
        var measured = RecoveryBenchmark.measure(folder, 4, 80, 100, standbys);
        assertEquals(80, measured.trials());
        assertEquals(0, measured.lost(), measured.toString());
        assertEquals(0, measured.repeated(), measured.toString());
        assertTrue(measured.nextResultSeconds() > 0, measured.toString());
    }
}
