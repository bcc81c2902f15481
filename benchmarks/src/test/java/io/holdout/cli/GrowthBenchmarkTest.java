package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark of growth: its sweeps are whole, also after their coordinator was killed. */
class GrowthBenchmarkTest {
    @Test
    void small_sweeps_are_measured_and_survive_a_kill(@TempDir Path folder) throws Exception {
        var lines = new ArrayList<String>();
        new GrowthBenchmark(folder, 20, 500).run(new int[] {500}, lines::add);
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).contains("\"recoverySeconds\""), lines.get(0));
        assertTrue(lines.get(1).contains("\"nextResultSeconds\""), lines.get(1));
    }
}
