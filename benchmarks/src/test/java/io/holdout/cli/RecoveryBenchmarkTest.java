package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark of recovery: nothing is lost, nothing is done twice, and each time is there. */
class RecoveryBenchmarkTest {
    @Test
    void a_coordinator_is_killed_in_the_middle_of_a_small_sweep(@TempDir Path folder) throws Exception {
        var measured = RecoveryBenchmark.measure(folder, 4, 80, 100);
        assertEquals(80, measured.trials());
        assertEquals(0, measured.lost(), measured.toString());
        assertEquals(0, measured.repeated(), measured.toString());
        assertTrue(measured.nextResultSeconds() > 0, measured.toString());
    }
}
