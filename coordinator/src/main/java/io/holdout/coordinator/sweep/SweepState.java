package io.holdout.coordinator.sweep;

import io.holdout.coordinator.plan.Plan;
import io.holdout.coordinator.schedule.Backlog;
import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.TrialId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pcollections.PVector;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;
import org.pcollections.TreePVector;

/** All that is known of a sweep; immutable. Only {@link Evolver} makes new ones. */
public final class SweepState {
    /** The state before anything happened. */
    public static final SweepState EMPTY = new SweepState(
            null,
            null,
            SweepPhase.NOT_SUBMITTED,
            TreePVector.empty(),
            Backlog.EMPTY,
            Holdings.NONE,
            Counts.NONE,
            Notes.NONE);

    private final SweepEvent.@Nullable SweepSubmitted submission;
    private final @Nullable Plan plan;
    private final SweepPhase phase;
    private final PVector<TrialRecord> trials;
    /** Made when it is asked for, after the plan has grown: it ranks all trials. */
    private @Nullable Backlog backlog;

    private final Holdings holdings;
    private final Counts counts;
    private final Notes notes;

    private SweepState(
            SweepEvent.@Nullable SweepSubmitted submission,
            @Nullable Plan plan,
            SweepPhase phase,
            PVector<TrialRecord> trials,
            @Nullable Backlog backlog,
            Holdings holdings,
            Counts counts,
            Notes notes) {
        this.submission = submission;
        this.plan = plan;
        this.phase = phase;
        this.trials = trials;
        this.backlog = backlog;
        this.holdings = holdings;
        this.counts = counts;
        this.notes = notes;
    }

    /** The state just after submission: nothing ran. */
    static SweepState submitted(SweepEvent.SweepSubmitted submission, Plan plan) {
        PVector<TrialRecord> trials = TreePVector.from(plan.trials().stream()
                .map(trial -> TrialRecord.waitingFor(trial.dependencies().size()))
                .toList());
        return restored(submission, plan, SweepPhase.RUNNING, trials, Notes.NONE);
    }

    /** A state from its trials; what follows from them is computed. */
    private static SweepState restored(
            SweepEvent.SweepSubmitted submission,
            Plan plan,
            SweepPhase phase,
            PVector<TrialRecord> trials,
            Notes notes) {
        Holdings held = Holdings.NONE;
        int index = 0;
        for (TrialRecord trial : trials) {
            held = held.moved(index, null, trial);
            index++;
        }
        return new SweepState(
                submission, plan, phase, trials, TrialQueue.of(plan, trials), held, countsOf(trials), notes);
    }

    /** This state with one trial replaced; keeps the queue, the holdings and the counts in step. */
    SweepState with(int index, TrialRecord next) {
        TrialRecord before = trials.get(index);
        return new SweepState(
                submission,
                plan,
                phase,
                trials.with(index, next),
                backlog == null ? null : TrialQueue.moved(backlog, index, before, next),
                holdings.moved(index, before, next),
                counts.plus(before.status(), -1).plus(next.status(), 1),
                notes);
    }

    /** This state with a plan that has grown; what is new waits for what it needs. */
    SweepState planning(Plan next) {
        PVector<TrialRecord> all = trials;
        for (int i = trials.size(); i < next.trials().size(); i++) {
            var needed = next.trials().get(i).dependencies();
            PVector<TrialRecord> before = all;
            int waiting = (int) needed.stream()
                    .filter(each -> before.get(each).status() != TrialStatus.SUCCEEDED)
                    .count();
            all = all.plus(TrialRecord.waitingFor(waiting));
        }
        boolean grew = all.size() > trials.size();
        return new SweepState(
                submission, next, phase, all, grew ? null : backlog, holdings, grew ? countsOf(all) : counts, notes);
    }

    private static Counts countsOf(PVector<TrialRecord> trials) {
        Counts counts = Counts.NONE;
        for (TrialRecord trial : trials) {
            counts = counts.plus(trial.status(), 1);
        }
        return counts;
    }

    SweepState inPhase(SweepPhase next, long atMillis) {
        Notes noted = notes.finishedAt(next == SweepPhase.FINISHED ? atMillis : 0);
        return new SweepState(submission, plan, next, trials, backlog, holdings, counts, noted);
    }

    /** This state with a larger plan that has all of its trials; one that was finished goes on. */
    SweepState extended(SweepEvent.SweepSubmitted to, Plan larger) {
        return restored(
                to,
                larger,
                phase == SweepPhase.FINISHED ? SweepPhase.RUNNING : phase,
                Extension.records(larger, plan(), trials),
                notes.finishedAt(0));
    }

    SweepState noting(Notes next) {
        return new SweepState(submission, plan, phase, trials, backlog, holdings, counts, next);
    }

    /** This state, last changed by a coordinator of this epoch. */
    SweepState writtenIn(long epoch) {
        return noting(notes.writtenIn(epoch));
    }

    Notes notes() {
        return notes;
    }

    /** What users said since they submitted it. */
    Edits edits() {
        return notes.edits();
    }

    /** Epoch of the coordinator that wrote the last event; 0 before the first, and in journals older than epochs. */
    public long epoch() {
        return notes.epoch();
    }

    public SweepPhase phase() {
        return phase;
    }

    /** @throws IllegalStateException before submission */
    public Plan plan() {
        if (plan == null) {
            throw new IllegalStateException("no sweep was submitted");
        }
        return plan;
    }

    /** @throws IllegalStateException before submission */
    public SweepEvent.SweepSubmitted submission() {
        if (submission == null) {
            throw new IllegalStateException("no sweep was submitted");
        }
        return submission;
    }

    TrialRecord trial(int index) {
        return trials.get(index);
    }

    PVector<TrialRecord> trials() {
        return trials;
    }

    public TrialStatus status(int index) {
        return trials.get(index).status();
    }

    /** Content hash of a trial's result; empty unless it succeeded. */
    public Optional<String> result(int index) {
        return resultRef(index).map(ResultRef::hash);
    }

    /** Where a trial's result is; empty unless it succeeded. */
    public Optional<ResultRef> resultRef(int index) {
        return Optional.ofNullable(trials.get(index).finished()).map(TrialRecord.Finished::ref);
    }

    /** Attempts that a trial has had. */
    public int attempts(int index) {
        return trials.get(index).attempts();
    }

    /** Mean AUROC of a trial's result; empty unless it succeeded. */
    public OptionalDouble headline(int index) {
        var finished = trials.get(index).finished();
        return finished == null ? OptionalDouble.empty() : OptionalDouble.of(finished.headline());
    }

    /** Why the last attempt failed, or the trial was given up. */
    public Failure lastFailure(int index) {
        Failure failure = trials.get(index).lastFailure();
        return failure == null ? new Failure(FailureClass.BUG, "UNKNOWN", "no reason was recorded") : failure;
    }

    /** What is left to do, and what could start. */
    public Backlog backlog() {
        Backlog known = backlog;
        if (known == null) {
            known = TrialQueue.of(plan(), trials);
            backlog = known;
        }
        return known;
    }

    /** Trials that a worker runs, as far as the coordinator knows, by their positions, ascending. */
    TreePMap<Integer, TrialRecord> heldBy(String worker) {
        return holdings.of(worker);
    }

    /** Names of workers that hold attempts. */
    public List<String> holders() {
        return holdings.workers();
    }

    Suspects suspects() {
        return notes.suspects();
    }

    public Counts counts() {
        return counts;
    }

    /** Results that differed from the first one of their trial. */
    public long divergences() {
        return notes.divergences();
    }

    public long attemptFailures() {
        return notes.attemptFailures();
    }

    /** When the sweep finished, milliseconds since 1970; 0 if it has not. */
    public long finishedMillis() {
        return notes.finishedMillis();
    }

    OptionalInt indexOf(TrialId trial) {
        return plan == null ? OptionalInt.empty() : plan.indexOf(trial);
    }

    /** Trials with two attempts under way. */
    TreePSet<Integer> doubled() {
        return holdings.doubled();
    }

    /** Slots that it fills. */
    int attemptsUnderWay() {
        return counts.running() + doubled().size();
    }

    /** Whether this attempt, with this number, is under way. */
    boolean holds(AttemptId attempt) {
        OptionalInt index = indexOf(attempt.trial());
        if (index.isEmpty()) {
            return false;
        }
        TrialRecord trial = trials.get(index.getAsInt());
        return trial.status() == TrialStatus.RUNNING && trial.runs(attempt.number());
    }

    /** The attempt of this number. */
    AttemptId attempt(int index, int number) {
        return new AttemptId(plan().name(), plan().trials().get(index).id(), number);
    }

    /** The state as a snapshot keeps it. */
    public SweepSnapshot toSnapshot() {
        return new SweepSnapshot(
                submission,
                phase,
                KeptTrials.of(trials),
                divergences(),
                attemptFailures(),
                finishedMillis(),
                epoch(),
                suspects().successes(),
                suspects().all(),
                edits().share().priority(),
                edits().share().weight(),
                edits().share().mostSlots(),
                edits().names(),
                plan == null
                        ? List.of()
                        : plan.searches().steps().stream().map(KeptStep::of).toList(),
                keptSeconds());
    }

    private List<KeptSecond> keptSeconds() {
        var kept = new ArrayList<KeptSecond>();
        int index = 0;
        for (TrialRecord trial : trials) {
            KeptSecond second = KeptSecond.of(index++, trial);
            if (second != null) {
                kept.add(second);
            }
        }
        return kept;
    }

    private static Plan grown(Plan plan, List<KeptStep> steps) {
        Plan next = plan;
        for (KeptStep step : steps) {
            next = next.after(step.step());
        }
        return next;
    }

    /** The state that a snapshot kept. */
    public static SweepState fromSnapshot(SweepSnapshot snapshot) {
        var submission = snapshot.submission();
        if (submission == null) {
            return EMPTY;
        }
        var seconds =
                snapshot.seconds().stream().collect(Collectors.toMap(KeptSecond::trial, each -> each, (a, b) -> b));
        var records = new ArrayList<TrialRecord>(snapshot.trials().size());
        for (SweepSnapshot.Trial trial : snapshot.trials()) {
            records.add(KeptSecond.restore(seconds, records.size(), trial.toRecord()));
        }
        PVector<TrialRecord> trials = TreePVector.from(records);
        return restored(
                submission,
                grown(Submission.planOf(submission), snapshot.steps()),
                snapshot.phase(),
                trials,
                Notes.of(snapshot));
    }
}
