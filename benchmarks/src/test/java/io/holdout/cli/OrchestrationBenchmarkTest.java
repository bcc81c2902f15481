package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark of orchestration: every trial of a small sweep ends well, and each number is there. */
class OrchestrationBenchmarkTest {
    @Test
    void a_small_sweep_is_measured_after_a_warm_up(@TempDir Path folder) throws Exception {
        var wish = OrchestrationBenchmark.Wish.parse("embedded 2 2 100 0 50");
        var measured = new OrchestrationBenchmark(folder).run(wish);
        assertEquals(100, measured.trials());
        assertEquals(0, measured.attemptFailures());
        assertTrue(measured.seconds() > 0, measured.toString());
        assertTrue(measured.journalBytes() > 0, measured.toString());
    }
}
