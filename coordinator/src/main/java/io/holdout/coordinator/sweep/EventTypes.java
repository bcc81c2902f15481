package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.SearchStep;
import io.holdout.protocol.wire.WireRegistry;
import io.holdout.protocol.wire.WireTypes;

/** The coordinator's types in the journal, ids 200 to 299. Never reuse an id. */
public final class EventTypes implements WireTypes {
    @Override
    public void register(WireRegistry registry) {
        registry.record(Named.class, 200);
        registry.record(SweepEvent.SweepSubmitted.class, 201);
        registry.record(SweepEvent.AttemptStarted.class, 202);
        registry.record(SweepEvent.TrialSucceeded.class, 203);
        registry.record(SweepEvent.ResultDiverged.class, 204);
        registry.record(SweepEvent.AttemptFailed.class, 205);
        registry.record(SweepEvent.TrialGivenUp.class, 206);
        registry.record(SweepEvent.ResultLost.class, 207);
        registry.record(SweepEvent.SweepCancelled.class, 208);
        registry.record(SweepEvent.SweepResumed.class, 209);
        registry.record(SweepEvent.SweepFinished.class, 210);
        registry.record(JournalEntry.class, 211);
        registry.record(SweepEvent.WorkerQuarantined.class, 212);
        registry.record(SweepEvent.CandidateSuggested.class, 213);
        registry.record(SweepEvent.CandidatePromoted.class, 214);
        registry.record(SweepEvent.CandidateStopped.class, 215);
        registry.record(SweepEvent.SearchEnded.class, 216);
        registry.record(KeptStep.class, 217);
        registry.enumeration(SearchStep.What.class, 218);
        registry.record(SweepEvent.SweepPaused.class, 220);
        registry.record(SweepEvent.SweepContinued.class, 221);
        registry.record(SweepEvent.FailedTrialsRetried.class, 222);
        registry.record(SweepEvent.ShareChanged.class, 223);
        registry.record(SweepEvent.WorkerDrained.class, 224);
        registry.record(SweepEvent.WorkerUndrained.class, 225);
        registry.record(SweepEvent.ResultsReused.class, 226);
        registry.record(SweepEvent.SweepExtended.class, 227);
        registry.record(Reused.class, 228);
        registry.record(SweepEvent.SecondAttemptStarted.class, 229);
        registry.record(SweepSnapshot.class, 230);
        registry.record(SweepSnapshot.Trial.class, 231);
        registry.enumeration(TrialStatus.class, 232);
        registry.enumeration(SweepPhase.class, 233);
        registry.record(PackedSnapshot.class, 234);
        registry.record(Suspect.class, 235);
        registry.record(KeptSecond.class, 250);
    }
}
