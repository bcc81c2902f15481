package io.holdout.coordinator.sweep;

import io.holdout.coordinator.schedule.Share;
import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePSet;

/**
 * A sweep's state as a snapshot keeps it; the plan is made anew from the submission. Stores that older versions wrote hold
 * it as it stands here; since then it is written as a {@link PackedSnapshot}.
 *
 * @param epoch of the last event's writer
 * @param successes results accepted so far, also those lost since
 * @param suspects workers whose last attempts failed, by name
 * @param weight 0 in snapshots from before sweeps shared a cluster, which is the usual one
 * @param drained workers that get no work, by name
 * @param steps that searches took, which made the plan grow
 * @param seconds of trials that had a second attempt
 */
public record SweepSnapshot(
        @Tag(1) SweepEvent.@Nullable SweepSubmitted submission,
        @Tag(2) SweepPhase phase,
        @Tag(3) List<Trial> trials,
        @Tag(4) long divergences,
        @Tag(5) long attemptFailures,
        @Tag(6) long finishedMillis,
        @Tag(7) long epoch,
        @Tag(8) long successes,
        @Tag(9) List<Suspect> suspects,
        @Tag(10) int priority,
        @Tag(11) double weight,
        @Tag(12) int mostSlots,
        @Tag(13) List<String> drained,
        @Tag(20) List<KeptStep> steps,
        @Tag(21) List<KeptSecond> seconds)
        implements WireValue {

    Edits edits() {
        Share share = weight == 0 ? Share.USUAL : new Share(priority, weight, mostSlots);
        return new Edits(share, HashTreePSet.from(drained));
    }

    /** One trial; fields that do not apply are empty. See {@link TrialRecord}. */
    public record Trial(
            @Tag(1) TrialStatus status,
            @Tag(2) int waitingFor,
            @Tag(3) int attempts,
            @Tag(4) long failures,
            @Tag(5) long notBeforeMillis,
            @Tag(6) String worker,
            @Tag(7) long incarnation,
            @Tag(8) long startedMillis,
            @Tag(9) String result,
            @Tag(10) double headline,
            @Tag(11) long durationMillis,
            @Tag(12) @Nullable NodeInfo node,
            @Tag(13) long atMillis,
            @Tag(14) @Nullable Failure lastFailure,
            @Tag(15) String pack)
            implements WireValue {
        /** One without a result, or whose result has an artifact of its own. */
        public Trial(
                TrialStatus status,
                int waitingFor,
                int attempts,
                long failures,
                long notBeforeMillis,
                String worker,
                long incarnation,
                long startedMillis,
                String result,
                double headline,
                long durationMillis,
                @Nullable NodeInfo node,
                long atMillis,
                @Nullable Failure lastFailure) {
            this(
                    status,
                    waitingFor,
                    attempts,
                    failures,
                    notBeforeMillis,
                    worker,
                    incarnation,
                    startedMillis,
                    result,
                    headline,
                    durationMillis,
                    node,
                    atMillis,
                    lastFailure,
                    "");
        }

        static Trial of(TrialRecord trial) {
            var running = trial.running();
            var finished = trial.finished();
            return new Trial(
                    trial.status(),
                    trial.waitingFor(),
                    trial.attempts(),
                    trial.failures(),
                    trial.notBeforeMillis(),
                    running != null ? running.worker() : finished != null ? finished.worker() : "",
                    running != null ? running.incarnation() : 0,
                    running != null ? running.startedMillis() : 0,
                    finished != null ? finished.result() : "",
                    finished != null ? finished.headline() : 0,
                    finished != null ? finished.durationMillis() : 0,
                    finished != null ? finished.node() : null,
                    finished != null ? finished.atMillis() : 0,
                    trial.lastFailure(),
                    finished != null ? finished.ref().pack() : "");
        }

        TrialRecord toRecord() {
            return new TrialRecord(
                    status,
                    waitingFor,
                    attempts,
                    failures,
                    notBeforeMillis,
                    status == TrialStatus.RUNNING
                            ? new TrialRecord.Running(attempts, worker, incarnation, startedMillis)
                            : null,
                    null,
                    status == TrialStatus.SUCCEEDED
                            ? new TrialRecord.Finished(
                                    new ResultRef(result, pack), headline, durationMillis, worker, node, atMillis)
                            : null,
                    lastFailure);
        }
    }
}
