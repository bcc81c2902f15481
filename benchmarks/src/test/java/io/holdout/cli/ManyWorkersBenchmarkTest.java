package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark of many workers: a few of them, several in a process, of which one process is lost. */
class ManyWorkersBenchmarkTest {
    @Test
    void a_few_workers_beat_run_trials_and_are_lost(@TempDir Path folder) throws Exception {
        var lines = new ArrayList<String>();
        new ManyWorkersBenchmark(folder, 20, 5).run(200, 1, lines::add);
        assertEquals(5, lines.size());
        assertTrue(lines.get(4).contains("\"lost\":5"), lines.get(4));
        assertTrue(lines.get(4).contains("\"others\":0"), lines.get(4));
    }
}
