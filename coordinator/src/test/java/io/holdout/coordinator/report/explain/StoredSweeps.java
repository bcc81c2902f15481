package io.holdout.coordinator.report.explain;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.report.Outcome;
import io.holdout.coordinator.report.Results;
import io.holdout.coordinator.report.StoredOutcomes;
import io.holdout.coordinator.sweep.Evolver;
import io.holdout.coordinator.sweep.Named;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.Seeds;
import io.holdout.protocol.trial.TrialResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** A sweep that came to its end by events, with attempts that failed in between; its results depend on the trials alone. */
final class StoredSweeps {
    private static final NodeInfo NODE = new NodeInfo("node-7", 42, "cpu", "PyTorch 2.7.1", 1, "17.0.1", "0.1.0");

    final List<SweepEvent> events = new ArrayList<>();
    private final Map<String, byte[]> store = new HashMap<>();
    private SweepState state = SweepState.EMPTY;
    private long now = 1_764_000_000_000L;

    /**
     * Runs all of it.
     *
     * @param shard episodes a trial
     * @param order of the trials that are ready, and how often each fails before it succeeds
     * @param mostFailures of one trial
     */
    StoredSweeps(int shard, Random order, int mostFailures) {
        submit(
                """
                sweep: stored
                datasets: [bus, oct]
                targets: [bus, oct/disease class]
                strategies: [random-init, mm-pt]
                backbones: conv4
                episodes: 6
                fine_tune: {episodes_per_trial: %d}
                """
                        .formatted(shard));
        var open = new ArrayList<>(state.plan().trials());
        var done = new java.util.HashSet<Integer>();
        while (!open.isEmpty()) {
            var ready = open.stream()
                    .filter(trial -> done.containsAll(trial.dependencies()))
                    .toList();
            PlannedTrial next = ready.get(order.nextInt(ready.size()));
            run(next, order.nextInt(mostFailures + 1));
            open.remove(next);
            done.add(next.index());
        }
    }

    private void submit(String file) {
        var catalogue = MedimetaCatalogue.load();
        var fingerprints = new TreeMap<>(Map.of("bus", "f".repeat(64), "oct", "e".repeat(64)));
        var plan = new Submission(file, "stored.yaml", catalogue, fingerprints, new TreeMap<>()).plan();
        take(new SweepEvent.SweepSubmitted(
                plan.name(),
                file,
                Submission.catalogueJson(catalogue),
                Named.listOf(fingerprints),
                List.of(),
                plan.digest(),
                "0.1.0",
                now));
    }

    private void run(PlannedTrial trial, int failures) {
        int number = 1;
        for (; number <= failures; number++) {
            var attempt = new AttemptId("stored", trial.id(), number);
            take(new SweepEvent.AttemptStarted(attempt, "worker-" + number, 1, now));
            var failure = new Failure(FailureClass.INFRASTRUCTURE, "NODE_LOST", "worker-" + number + " was silent");
            take(new SweepEvent.AttemptFailed(attempt, failure, "worker-" + number, now, now, false));
        }
        var attempt = new AttemptId("stored", trial.id(), number);
        take(new SweepEvent.AttemptStarted(attempt, "worker-9", 1, now));
        String result = result(trial).canonicalForm();
        String hash = CanonicalJson.sha256(result);
        store.put(hash, result.getBytes(StandardCharsets.UTF_8));
        take(new SweepEvent.TrialSucceeded(attempt, hash, 0.5, 1500, "worker-9", NODE, now));
    }

    private static TrialResult result(PlannedTrial trial) {
        if (!(trial.spec() instanceof AdaptSpec adapt)) {
            return new TrialResult.Pretrained(
                    new TreeMap<>(), 1, List.of(new TrialResult.EpochPoint(1, 1.0, 1.0, 0.75)));
        }
        var points = new ArrayList<TrialResult.EpisodePoint>();
        for (int episode = adapt.fromEpisode(); episode < adapt.toEpisode(); episode++) {
            var drawn = new SplittableRandom(Seeds.derive(7, adapt.target(), adapt.start(), episode));
            points.add(new TrialResult.EpisodePoint(
                    episode, 50, drawn.nextDouble(), drawn.nextDouble(), drawn.nextDouble()));
        }
        return new TrialResult.Adapted(points);
    }

    private void take(SweepEvent event) {
        events.add(event);
        state = Evolver.evolve(state, event);
        now += 1000;
    }

    SweepState state() {
        return state;
    }

    IntFunction<Outcome> outcomes() {
        return StoredOutcomes.of(state, hash -> Optional.ofNullable(store.get(hash)));
    }

    Results results() {
        return StoredOutcomes.results(state, hash -> Optional.ofNullable(store.get(hash)));
    }
}
