package io.holdout.cli;

import io.holdout.coordinator.sweep.Beat;
import io.holdout.coordinator.sweep.Front;
import io.holdout.coordinator.sweep.Rules;
import io.holdout.coordinator.sweep.Standing;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepCommand;
import io.holdout.coordinator.sweep.SweepRequest;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.coordinator.sweep.Turn;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How long the coordinator's own code takes to plan a sweep, and to give a worker its next trial: beat, decision, events,
 * state; all but the journal and the network. Measures this process.
 */
final class LargeSweep implements Front.Outlet<String, String> {
    private static final int BEATS = 2_000;
    private static final int BEATS_TO_WARM_UP = 500;
    private static final int WORKERS = 400;
    /** Device memory of these is 16, 24 and 80 GB. */
    private static final List<NodeInfo> NODES =
            List.of(node("sm_75", 15_360), node("sm_86", 24_576), node("sm_90", 81_559));

    private final Front<String, String> front = new Front<>(1, 0, this);
    private SweepState state = SweepState.EMPTY;
    private String sweep = "";

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

    private LargeSweep() {}

    /** @param seeds of the sweep: each makes some 21,600 trials */
    static Measured measure(int seeds) {
        return new LargeSweep().run(seeds);
    }

    private static NodeInfo node(String model, int memoryMiB) {
        return new NodeInfo("host", 1, "cuda:0", "engine", 1, "17", "measure", model, memoryMiB);
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
        Catalogue catalogue = MedimetaCatalogue.load();
        var fingerprints = new TreeMap<String, String>();
        catalogue.datasets().forEach(each -> fingerprints.put(each.id(), CanonicalJson.sha256(each.id())));
        return new Submission(file, "large.yaml", catalogue, fingerprints, new TreeMap<>());
    }

    private Measured run(int seeds) {
        sweep = "large";
        front.open(sweep);
        long before = System.nanoTime();
        Submission submission = submission(seeds);
        decide(SweepRequest.unanswered(new SweepCommand.SubmitSweep(submission, "measure")));
        double seconds = (System.nanoTime() - before) / 1e9;
        int ready = state.counts().ready();
        long heap = heapMiB();
        beats(0, BEATS_TO_WARM_UP);
        double[] micros = beats(BEATS_TO_WARM_UP, BEATS_TO_WARM_UP + BEATS);
        Arrays.sort(micros);
        return new Measured(
                state.counts().total(),
                ready,
                seconds,
                heap,
                micros[micros.length / 2],
                micros[micros.length * 99 / 100]);
    }

    /** Each from the next worker, which has a slot more than it had. */
    private double[] beats(int from, int to) {
        var micros = new ArrayList<Double>();
        for (int i = from; i < to; i++) {
            String worker = "w" + i % WORKERS;
            int running = state.counts().running();
            long before = System.nanoTime();
            front.beat(new Beat(worker, 1, NODES.get(i % NODES.size()), 1 + i / WORKERS, List.of()), worker, i);
            double took = (System.nanoTime() - before) / 1e3;
            if (state.counts().running() > running) {
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

    private void decide(SweepRequest<String, String> request) {
        var turn = Turn.of(Rules.REAL, state, List.of(request), 1_000_000, 1);
        state = turn.after();
        front.status(sweep, Standing.of(state), List.of());
    }

    @Override
    public void offer(String name, SweepRequest<String, String> request) {
        decide(request);
    }

    @Override
    public void tell(String worker, ToWorker message) {
        // nobody is there
    }

    @Override
    public void released(String why) {
        throw new IllegalStateException(why);
    }
}
