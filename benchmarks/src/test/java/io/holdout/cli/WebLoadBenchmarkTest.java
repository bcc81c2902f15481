package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark of watching runs: all watchers hear, and every question is answered. */
class WebLoadBenchmarkTest {
    @Test
    void a_small_crowd_watches_a_small_sweep(@TempDir Path folder) throws Exception {
        var measured = new WebLoadBenchmark(folder).run(200, 20, 100, 50, 1).get(0);
        assertEquals(20, measured.crowd().watchers());
        assertEquals(0, measured.crowd().failures());
        assertTrue(measured.crowd().messages() >= 20, measured.toString());
        assertTrue(measured.crowd().answers() > 0, measured.toString());
        assertTrue(measured.watchedTrialsPerSecond() > 0);
    }
}
