package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Forecasts from the event logs of sweeps of many like trials that the real decisions have run, in virtual time, on workers of
 * two kinds. Where a few long trainings decide they are worse: decision 18.
 */
class BacktestTest {
    private static final int SWEEPS = 12;
    private static final double MILLIS_A_GFLOP = 20;

    /** A sweep on some workers of two kinds. */
    private static final class Run {
        private final List<SweepEvent> events = new ArrayList<>();
        private final Map<AttemptId, Double> ends = new HashMap<>();
        private final Map<AttemptId, String> holders = new HashMap<>();
        private final SplittableRandom random;
        private SweepState state = SweepState.EMPTY;
        private double now = 1_000_000;

        Run(long seed) {
            random = new SplittableRandom(seed);
            String file =
                    """
                    sweep: test
                    datasets: [bus, crc, oct, derm]
                    targets: all
                    strategies: [random-init]
                    backbones: [conv4]
                    shots: [1, 5, 10]
                    episodes: 20
                    fine_tune: {episodes_per_trial: 2}
                    """;
            var fingerprints = new TreeMap<String, String>();
            for (String id : List.of("bus", "crc", "oct", "derm")) {
                fingerprints.put(id, CanonicalJson.sha256(id));
            }
            var submission = new Submission(file, "test.yaml", MedimetaCatalogue.load(), fingerprints, new TreeMap<>());
            decide(new SweepCommand.SubmitSweep(submission, "test"));
            int workers = 1 + random.nextInt(6);
            for (int i = 0; i < workers; i++) {
                beat("w" + i);
            }
            while (state.phase() == SweepPhase.RUNNING) {
                finishNext(workers);
            }
        }

        private Decision decide(SweepCommand command) {
            Decision decision = Decider.decide(state, command, Math.round(now));
            for (SweepEvent event : decision.events()) {
                state = Evolver.evolve(state, event);
                events.add(event);
            }
            return decision;
        }

        private static NodeInfo node(String worker) {
            String model = worker.endsWith("1") ? "sm_80" : "sm_90";
            return new NodeInfo("host", 1, "cuda:0", "engine", 1, "17", "test", model, 80_000);
        }

        private void beat(String worker) {
            var held = holders.entrySet().stream()
                    .filter(each -> each.getValue().equals(worker))
                    .map(Map.Entry::getKey)
                    .toList();
            var command = new SweepCommand.ReconcileWorker(worker, 1, held, 1 - held.size(), false);
            for (RunAttempt order : decide(command).orders()) {
                if (holders.putIfAbsent(order.attempt(), worker) == null) {
                    ends.put(order.attempt(), now + millis(order.attempt(), worker));
                }
            }
        }

        private double millis(AttemptId attempt, String worker) {
            int index = state.indexOf(attempt.trial()).orElseThrow();
            PlannedTrial trial = state.plan().trials().get(index);
            double slowness = worker.endsWith("1") ? 1.7 : 1;
            return trial.cost() * MILLIS_A_GFLOP * slowness * Math.exp(0.3 * random.nextGaussian());
        }

        private void finishNext(int workers) {
            AttemptId next = ends.entrySet().stream()
                    .min(Map.Entry.<AttemptId, Double>comparingByValue()
                            .thenComparing(each -> each.getKey().toString()))
                    .orElseThrow()
                    .getKey();
            double took = ends.remove(next);
            String worker = holders.remove(next);
            long started = state.trial(state.indexOf(next.trial()).orElseThrow())
                    .running()
                    .startedMillis();
            now = took;
            decide(new SweepCommand.FinishTrial(
                    next, CanonicalJson.sha256("result"), 0.7, Math.round(now) - started, worker, node(worker)));
            now += 50;
            for (int i = 0; i < workers; i++) {
                beat("w" + i);
            }
        }
    }

    @Test
    void the_end_of_finished_sweeps_lay_within_the_interval_about_four_times_of_five_and_near_the_middle() {
        int held = 0;
        int all = 0;
        double bias = 0;
        for (long seed = 0; seed < SWEEPS; seed++) {
            List<Backtest.Point> points = Backtest.of(new Run(seed).events);
            assertTrue(points.size() >= 8, points.size() + " points");
            for (Backtest.Point point : points) {
                held += point.held() ? 1 : 0;
                all++;
                bias += Math.log(point.forecast().millis().expected() / point.actualMillis());
            }
        }
        assertTrue(held >= 0.75 * all, held + " of " + all);
        assertTrue(Math.abs(bias / all) < 0.1, "on average " + Math.exp(bias / all) + " times what it took");
    }

    @Test
    void a_sweep_that_has_not_finished_has_nothing_to_compare() {
        List<SweepEvent> events = new Run(1).events;

        assertEquals(List.of(), Backtest.of(events.subList(0, events.size() - 1)));
    }

    @Test
    void what_was_forecast_before_a_pause_is_not_held_against_it() {
        List<SweepEvent> events = new Run(1).events;
        var paused = new ArrayList<>(events.subList(0, events.size() / 2));
        long at = events.get(events.size() / 2).atMillis();
        paused.add(new SweepEvent.SweepPaused(at));
        paused.add(new SweepEvent.SweepContinued(at + 3_600_000));
        paused.addAll(events.subList(events.size() / 2, events.size()));

        List<Backtest.Point> points = Backtest.of(paused);

        assertTrue(points.size() < Backtest.of(events).size());
        assertTrue(points.stream().allMatch(point -> point.done() > 0.4));
    }
}
