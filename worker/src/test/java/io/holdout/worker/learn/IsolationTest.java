package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.trial.TrialResult;
import io.holdout.protocol.trial.TrialSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Trials leave nothing behind in the process, and do not disturb each other in it. */
class IsolationTest {
    private static final TrialSpec META = Trials.pretrain(Trials.maml(2, true), PaintedDatasets.bits("first"));
    private static final TrialSpec ADAPT = Trials.adapt(PaintedDatasets.period("target"), 0, 3);

    @Test
    void trials_side_by_side_give_the_results_they_give_alone() throws Exception {
        List<TrialSpec> trials = List.of(META, ADAPT, META, ADAPT);
        List<TrialResult> alone = trials.stream().map(Trials::run).toList();
        TorchLearner shared = Trials.learner();
        var threads = Executors.newFixedThreadPool(trials.size());
        try {
            List<Future<TrialResult>> running = new ArrayList<>();
            for (TrialSpec trial : trials) {
                running.add(threads.submit(() -> shared.run(trial, Map.of(), Trials.QUIET, Checkpoints.NONE)));
            }
            for (int i = 0; i < trials.size(); i++) {
                assertEquals(alone.get(i), running.get(i).get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void the_garbage_collector_takes_nothing_that_gradients_still_need() throws Exception {
        TrialResult quiet = Trials.run(META);
        var collecting = new AtomicBoolean(true);
        var collector = new Thread(() -> {
            while (collecting.get()) {
                System.gc();
                // take the place of what was freed
                for (int i = 0; i < 50; i++) {
                    ByteBuffer.allocateDirect(Float.BYTES).putInt(0, 0x41414141);
                }
            }
        });
        collector.start();
        try {
            assertEquals(quiet, Trials.run(META));
        } finally {
            collecting.set(false);
            collector.join();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void native_memory_stays_flat_from_trial_to_trial() throws IOException {
        Trials.run(ADAPT);
        Trials.run(META);
        long before = residentMegabytes();
        for (int i = 0; i < 3; i++) {
            Trials.run(ADAPT);
            Trials.run(META);
        }
        // 270 fine-tuning steps and 48 outer steps; a leak of one activation a step would be several hundred
        assertTrue(residentMegabytes() - before < 100, before + " MB before, now " + residentMegabytes());
    }

    private static long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
