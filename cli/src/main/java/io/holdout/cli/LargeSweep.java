package io.holdout.cli;

import io.holdout.coordinator.simulate.BareSweep;
import io.holdout.coordinator.sweep.Beat;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.AttemptId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How long the coordinator's own code takes to plan a sweep, and to give a worker its next trial: beat, decision, events,
 * state; all but the journal and the network. Measures this process.
 */
final class LargeSweep {
    private static final int BEATS = 2_000;
    private static final int BEATS_TO_WARM_UP = 500;
    private static final int WORKERS = 400;
    /** Device memory of these is 16, 24 and 80 GB. */
    private static final List<NodeInfo> NODES =
            List.of(BareSweep.node("sm_75", 15_360), BareSweep.node("sm_86", 24_576), BareSweep.node("sm_90", 81_559));

    private final BareSweep sweep;

    /**
     * What came of it.
     *
     * @param heapMiB used when the sweep has been planned and can be dispatched
     * @param medianMicros of a beat that starts a trial
     */
    record Measured(int trials, int ready, double planSeconds, long heapMiB, double medianMicros, double p99Micros) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%,9d trials, %,9d could start: planned in %.1f s, heap %,d MiB; a decision takes %.0f µs at the"
                            + " median, %.0f µs at the 99th percentile",
                    trials,
                    ready,
                    planSeconds,
                    heapMiB,
                    medianMicros,
                    p99Micros);
        }
    }

    private LargeSweep(BareSweep sweep) {
        this.sweep = sweep;
    }

    /** @param seeds of the sweep: each makes some 21,600 trials */
    static Measured measure(int seeds) {
        long before = System.nanoTime();
        var large = new LargeSweep(new BareSweep("large", submission(seeds)));
        return large.run((System.nanoTime() - before) / 1e9);
    }

    private static Submission submission(int seeds) {
        String file =
                """
                sweep: large
                targets: all
                strategies: [random-init, mm-pt]
                backbones: [conv4]
                shots: [1, 2, 3, 5, 7, 10, 15, 20, 25, 30]
                episodes: 100
                seed: [SEEDS]
                fine_tune: {learning_rate: [0.001, 0.01], episodes_per_trial: 10}
                """
                        .replace(
                                "SEEDS",
                                IntStream.range(0, seeds)
                                        .mapToObj(Integer::toString)
                                        .collect(Collectors.joining(", ")));
        return BareSweep.submission(file);
    }

    private Measured run(double planSeconds) {
        int ready = sweep.state().counts().ready();
        long heap = heapMiB();
        beats(0, BEATS_TO_WARM_UP);
        double[] micros = beats(BEATS_TO_WARM_UP, BEATS_TO_WARM_UP + BEATS);
        Arrays.sort(micros);
        return new Measured(
                sweep.state().counts().total(),
                ready,
                planSeconds,
                heap,
                micros[micros.length / 2],
                micros[micros.length * 99 / 100]);
    }

    /** Each from the next worker, which has a slot more than it had. */
    private double[] beats(int from, int to) {
        var micros = new ArrayList<Double>();
        for (int i = from; i < to; i++) {
            var beat = new Beat("w" + i % WORKERS, 1, NODES.get(i % NODES.size()), 1 + i / WORKERS, List.of());
            long before = System.nanoTime();
            List<AttemptId> started = sweep.beat(beat, i);
            double took = (System.nanoTime() - before) / 1e3;
            if (!started.isEmpty()) {
                micros.add(took);
            }
        }
        return micros.stream().mapToDouble(each -> each).toArray();
    }

    private static long heapMiB() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }
}
