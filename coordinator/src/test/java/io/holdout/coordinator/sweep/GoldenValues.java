package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.SearchStep;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.message.AttemptFailed;
import io.holdout.protocol.message.AttemptLogWanted;
import io.holdout.protocol.message.AttemptLogged;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.message.AttemptSucceeded;
import io.holdout.protocol.message.AttemptsSucceeded;
import io.holdout.protocol.message.BeatAcknowledged;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.message.ReportAcknowledged;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.message.ToWorkerBatch;
import io.holdout.protocol.message.TrialInput;
import io.holdout.protocol.message.WorkerBeat;
import io.holdout.protocol.message.WorkerLeaving;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the golden files of each version hold. When a class gains a component, its value here in the old version gets that
 * component's zero, and a new version gets a value with a component that is not zero.
 */
final class GoldenValues {
    /** Versions of the files, oldest first. The newest value of a class is what is written today. */
    static final List<String> VERSIONS =
            List.of("v1", "v2", "v3", "v5", "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15", "v16");

    private static final String HASH = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static final String PACK = "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100";
    private static final TrialId TRIAL = new TrialId("ab".repeat(32));
    private static final AttemptId ATTEMPT = new AttemptId("golden", TRIAL, 3);
    private static final NodeInfo NODE = new NodeInfo("host-ä", 4321, "cpu", "PyTorch 2.7.1", 2, "17.0.1", "0.1.0");
    private static final Failure FAILURE = new Failure(FailureClass.NUMERIC, "NOT_FINITE", "the loss is NaN");
    private static final long AT = 1_764_000_000_000L;

    private GoldenValues() {}

    /** @param worker stands for every address */
    static Map<String, Object> of(String version, ActorRef<ToWorker> worker) {
        return switch (version) {
            case "v1" -> first(worker);
            case "v2" -> withEpochs();
            case "v3" -> withSuspects();
            case "v5" -> withDevices(worker);
            case "v8" -> withSearches();
            case "v9" -> withEdits();
            case "v11" -> withOrdersAhead(worker);
            case "v10" -> withSeconds();
            case "v12" -> withLogs(worker);
            case "v13" -> withFreshness();
            case "v14" -> withUsage(worker);
            case "v15" -> withPacks(worker);
            case "v16" -> withBatches(worker);
            default -> throw new IllegalArgumentException("no version " + version);
        };
    }

    private static Map<String, Object> withEpochs() {
        return Map.of(
                "JournalEntry", new JournalEntry(12, new SweepEvent.AttemptStarted(ATTEMPT, "worker-1", 7, AT)),
                "SweepSnapshot", snapshot(12),
                "PackedSnapshot", PackedSnapshot.of(snapshot(12)));
    }

    private static Map<String, Object> withSuspects() {
        var snapshot =
                snapshot(12, 17, List.of(new Suspect("worker-1", List.of(TRIAL), 16, 2, AT + 60_000, FAILURE, AT)));
        return Map.of(
                "AttemptFailed",
                new SweepEvent.AttemptFailed(ATTEMPT, FAILURE, "worker-1", AT + 1_000, AT, true),
                "WorkerQuarantined",
                new SweepEvent.WorkerQuarantined("worker-1", FAILURE, AT + 60_000, AT),
                "SweepSnapshot",
                snapshot,
                "PackedSnapshot",
                PackedSnapshot.of(snapshot));
    }

    private static Map<String, Object> withDevices(ActorRef<ToWorker> worker) {
        var node = new NodeInfo("host", 4321, "cuda:1", "PyTorch 2.7.1", 2, "17.0.1", "0.1.0", "sm_90", 81_559);
        var held = List.of(new AttemptProgress(ATTEMPT, 5, 10, "epoch 1"));
        var snapshot = snapshot(12, 17, List.of(), node);
        return Map.of(
                "SweepSnapshot",
                snapshot,
                "PackedSnapshot",
                PackedSnapshot.of(snapshot),
                "WorkerBeat",
                new WorkerBeat("worker-1", 7, node, 2, held, worker, 1, 0),
                "AttemptSucceeded",
                new AttemptSucceeded("worker-1", ATTEMPT, HASH, 0.625, 12_345, node, worker, ""),
                "TrialSucceeded",
                new SweepEvent.TrialSucceeded(ATTEMPT, HASH, 0.625, 12_345, "worker-1", node, AT));
    }

    private static Map<String, Object> withOrdersAhead(ActorRef<ToWorker> worker) {
        var held = List.of(new AttemptProgress(ATTEMPT, 5, 10, "epoch 1"));
        return Map.of("WorkerBeat", new WorkerBeat("worker-1", 7, NODE, 2, held, worker, 1, 62));
    }

    private static Map<String, Object> withSearches() {
        var plain = snapshot(12);
        var values = List.of(new Named("learning_rate", "0.001"), new Named("optimizer", "sgd"));
        var searched = new SweepSnapshot(
                plain.submission(),
                plain.phase(),
                plain.trials(),
                plain.divergences(),
                plain.attemptFailures(),
                plain.finishedMillis(),
                plain.epoch(),
                plain.successes(),
                plain.suspects(),
                0,
                0,
                0,
                List.of(),
                List.of(
                        new KeptStep(SearchStep.What.STARTED, 1, 0, values, 3, 0),
                        new KeptStep(SearchStep.What.JUDGED, 1, 0, List.of(), 3, 0.625),
                        new KeptStep(SearchStep.What.ENDED, 1, 0, List.of(), 0, 0)),
                List.of());
        return Map.of(
                "CandidateSuggested",
                new SweepEvent.CandidateSuggested(1, 4, values, 3, AT),
                "CandidatePromoted",
                new SweepEvent.CandidatePromoted(1, 4, 9, AT),
                "CandidateStopped",
                new SweepEvent.CandidateStopped(1, 4, 3, AT),
                "SearchEnded",
                new SweepEvent.SearchEnded(1, 4, 9, 0.625, AT),
                "SweepSnapshot",
                searched,
                "PackedSnapshot",
                PackedSnapshot.of(searched));
    }

    private static Map<String, Object> withUsage(ActorRef<ToWorker> worker) {
        var held = List.of(new AttemptProgress(ATTEMPT, 5, 10, "epoch 1"));
        return Map.of("WorkerBeat", new WorkerBeat("worker-1", 7, NODE, 2, held, worker, 1, 62, 12_345, 40_000));
    }

    private static Map<String, Object> withPacks(ActorRef<ToWorker> worker) {
        var before = (SweepSnapshot) withFreshness().get("SweepSnapshot");
        var snapshot = new SweepSnapshot(
                before.submission(),
                before.phase(),
                before.trials().stream().map(GoldenValues::packed).toList(),
                before.divergences(),
                before.attemptFailures(),
                before.finishedMillis(),
                before.epoch(),
                before.successes(),
                before.suspects(),
                before.priority(),
                before.weight(),
                before.mostSlots(),
                before.drained(),
                before.steps(),
                before.seconds());
        return Map.of(
                "AttemptSucceeded",
                new AttemptSucceeded("worker-1", ATTEMPT, HASH, 0.625, 12_345, NODE, worker, PACK),
                "RunAttempt",
                new RunAttempt(ATTEMPT, "{\"kind\":\"adapt\"}", List.of(new TrialInput(TRIAL, HASH, PACK))),
                "TrialSucceeded",
                new SweepEvent.TrialSucceeded(ATTEMPT, HASH, 0.625, 12_345, "worker-1", NODE, AT, PACK),
                "ResultDiverged",
                new SweepEvent.ResultDiverged(ATTEMPT, HASH, "worker-1", AT, PACK),
                "ResultsReused",
                new SweepEvent.ResultsReused(
                        List.of(new Reused(TRIAL, "earlier", HASH, 0.625, 12_345, "worker-1", NODE, PACK)), AT),
                "SweepSnapshot",
                snapshot,
                "PackedSnapshot",
                PackedSnapshot.of(snapshot));
    }

    private static Map<String, Object> withBatches(ActorRef<ToWorker> worker) {
        var success = new AttemptsSucceeded.Success(ATTEMPT, HASH, 0.625, 12_345, PACK);
        return Map.of(
                "AttemptsSucceeded",
                new AttemptsSucceeded("worker-1", NODE, worker, List.of(success, success)),
                "ToWorkerBatch",
                new ToWorkerBatch(List.of(
                        new RunAttempt(ATTEMPT, "{\"kind\":\"adapt\"}", List.of()),
                        new ReportAcknowledged(ATTEMPT, ReportAcknowledged.Verdict.ACCEPTED))));
    }

    private static SweepSnapshot.Trial packed(SweepSnapshot.Trial trial) {
        return new SweepSnapshot.Trial(
                trial.status(),
                trial.waitingFor(),
                trial.attempts(),
                trial.failures(),
                trial.notBeforeMillis(),
                trial.worker(),
                trial.incarnation(),
                trial.startedMillis(),
                trial.result(),
                trial.headline(),
                trial.durationMillis(),
                trial.node(),
                trial.atMillis(),
                trial.lastFailure(),
                trial.result().isEmpty() ? "" : PACK);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> withLogs(ActorRef<ToWorker> worker) {
        var reader = (ActorRef<AttemptLogged>) (ActorRef<?>) worker;
        return Map.of(
                "AttemptLogWanted",
                new AttemptLogWanted(ATTEMPT, reader),
                "AttemptLogged",
                new AttemptLogged("worker-1", ATTEMPT, 7, "one\ntwo\n", true));
    }

    private static Map<String, Object> withEdits() {
        var before = snapshot(12, 17, List.of());
        var snapshot = new SweepSnapshot(
                before.submission(),
                SweepPhase.PAUSED,
                before.trials(),
                before.divergences(),
                before.attemptFailures(),
                before.finishedMillis(),
                before.epoch(),
                before.successes(),
                before.suspects(),
                -2,
                1.5,
                64,
                List.of("worker-1", "worker-2"),
                List.of(new KeptStep(SearchStep.What.JUDGED, 1, 0, List.of(), 3, 0.625)),
                List.of());
        var values = new TreeMap<String, Object>();
        for (SweepEvent event : List.of(
                new SweepEvent.SweepPaused(AT),
                new SweepEvent.SweepContinued(AT),
                new SweepEvent.FailedTrialsRetried(AT),
                new SweepEvent.ShareChanged(-2, 1.5, 64, AT),
                new SweepEvent.WorkerDrained("worker-1", AT),
                new SweepEvent.WorkerUndrained("worker-1", AT),
                new SweepEvent.ResultsReused(
                        List.of(new Reused(TRIAL, "earlier", HASH, 0.625, 12_345, "worker-1", NODE)), AT),
                new SweepEvent.SweepExtended(submitted(), AT + 1))) {
            values.put(event.getClass().getSimpleName(), event);
        }
        values.put("SweepSnapshot", snapshot);
        values.put("PackedSnapshot", PackedSnapshot.of(snapshot));
        return values;
    }

    private static Map<String, Object> withSeconds() {
        var before = snapshot(12, 17, List.of());
        var snapshot = new SweepSnapshot(
                before.submission(),
                before.phase(),
                before.trials(),
                before.divergences(),
                before.attemptFailures(),
                before.finishedMillis(),
                before.epoch(),
                before.successes(),
                before.suspects(),
                -2,
                1.5,
                64,
                List.of("worker-1"),
                List.of(new KeptStep(SearchStep.What.JUDGED, 1, 0, List.of(), 3, 0.625)),
                List.of(new KeptSecond(2, 1, 2, "worker-2", 9, AT + 3)));
        return Map.of(
                "SecondAttemptStarted",
                new SweepEvent.SecondAttemptStarted(ATTEMPT, "worker-2", 9, AT),
                "SweepSnapshot",
                snapshot,
                "PackedSnapshot",
                PackedSnapshot.of(snapshot));
    }

    private static Map<String, Object> withFreshness() {
        var before = (SweepSnapshot) withSeconds().get("SweepSnapshot");
        var plain = submitted();
        var fresh = new SweepEvent.SweepSubmitted(
                plain.sweep(),
                plain.file(),
                plain.catalogue(),
                plain.fingerprints(),
                plain.weights(),
                plain.planDigest(),
                plain.version(),
                plain.atMillis(),
                true);
        var snapshot = new SweepSnapshot(
                fresh,
                before.phase(),
                before.trials(),
                before.divergences(),
                before.attemptFailures(),
                before.finishedMillis(),
                before.epoch(),
                before.successes(),
                before.suspects(),
                before.priority(),
                before.weight(),
                before.mostSlots(),
                before.drained(),
                List.of(new KeptStep(SearchStep.What.REOPENED, 1, 0, List.of(), 0, 0)),
                before.seconds());
        return Map.of(
                "SweepSubmitted",
                fresh,
                "SweepExtended",
                new SweepEvent.SweepExtended(fresh, AT + 1),
                "SweepSnapshot",
                snapshot,
                "PackedSnapshot",
                PackedSnapshot.of(snapshot));
    }

    private static Map<String, Object> first(ActorRef<ToWorker> worker) {
        var values = new TreeMap<String, Object>();
        events().forEach(event -> values.put(event.getClass().getSimpleName(), event));
        for (Object message : List.of(
                new WorkerBeat(
                        "worker-1", 7, NODE, 2, List.of(new AttemptProgress(ATTEMPT, 5, 10, "epoch 1")), worker, 1, 0),
                new AttemptSucceeded("worker-1", ATTEMPT, HASH, 0.625, 12_345, NODE, worker, ""),
                new WorkerLeaving("worker-1", 7),
                new BeatAcknowledged(99, List.of(ATTEMPT), FAILURE),
                new RunAttempt(ATTEMPT, "{\"kind\":\"adapt\"}", List.of(new TrialInput(TRIAL, HASH, ""))),
                new ReportAcknowledged(ATTEMPT, ReportAcknowledged.Verdict.DIVERGED))) {
            values.put(message.getClass().getSimpleName(), message);
        }
        values.put("AttemptFailedMessage", new AttemptFailed("worker-1", ATTEMPT, FAILURE, 12_345, worker));
        values.put("SweepSnapshot", snapshot());
        values.put("PackedSnapshot", PackedSnapshot.of(snapshot()));
        return values;
    }

    private static SweepEvent.SweepSubmitted submitted() {
        return new SweepEvent.SweepSubmitted(
                "golden",
                "sweep: golden\n",
                "[]",
                List.of(new Named("bus", HASH)),
                List.of(new Named("resnet18", HASH)),
                HASH,
                "0.1.0",
                AT);
    }

    private static List<SweepEvent> events() {
        return List.of(
                submitted(),
                new SweepEvent.AttemptStarted(ATTEMPT, "worker-1", 7, AT),
                new SweepEvent.TrialSucceeded(ATTEMPT, HASH, 0.625, 12_345, "worker-1", NODE, AT),
                new SweepEvent.ResultDiverged(ATTEMPT, HASH, "worker-1", AT),
                new SweepEvent.AttemptFailed(ATTEMPT, FAILURE, "worker-1", AT + 1_000, AT, false),
                new SweepEvent.TrialGivenUp(TRIAL, FAILURE, AT),
                new SweepEvent.ResultLost(TRIAL, HASH, AT),
                new SweepEvent.SweepCancelled(AT),
                new SweepEvent.SweepResumed(AT),
                new SweepEvent.SweepFinished(AT));
    }

    /** A trial in every status. */
    static SweepSnapshot snapshot() {
        return snapshot(0);
    }

    private static SweepSnapshot snapshot(long epoch) {
        return snapshot(epoch, 0, List.of());
    }

    private static SweepSnapshot snapshot(long epoch, long successes, List<Suspect> suspects) {
        return snapshot(epoch, successes, suspects, NODE);
    }

    private static SweepSnapshot snapshot(long epoch, long successes, List<Suspect> suspects, NodeInfo node) {
        return new SweepSnapshot(
                submitted(),
                SweepPhase.RUNNING,
                List.of(
                        trial(TrialStatus.WAITING, 2, 0, "", "", null, null),
                        trial(TrialStatus.READY, 0, 4, "", "", null, FAILURE),
                        trial(TrialStatus.RUNNING, 0, 1, "worker-1", "", null, null),
                        trial(TrialStatus.SUCCEEDED, 0, 2, "worker-2", HASH, node, null),
                        trial(TrialStatus.GIVEN_UP, 1, 3, "", "", null, FAILURE)),
                1,
                257,
                0,
                epoch,
                successes,
                suspects,
                0,
                0,
                0,
                List.of(),
                List.of(),
                List.of());
    }

    private static SweepSnapshot.Trial trial(
            TrialStatus status,
            int waitingFor,
            int attempts,
            String worker,
            String result,
            NodeInfo node,
            Failure lastFailure) {
        boolean finished = !result.isEmpty();
        boolean running = status == TrialStatus.RUNNING;
        return new SweepSnapshot.Trial(
                status,
                waitingFor,
                attempts,
                lastFailure == null ? 0 : 0x0203,
                lastFailure == null ? 0 : AT + 5,
                worker,
                running ? 7 : 0,
                running ? AT : 0,
                result,
                finished ? 0.625 : 0,
                finished ? 12_345 : 0,
                node,
                finished ? AT + 9 : 0,
                lastFailure);
    }
}
