package io.holdout.coordinator.simulate;

import static io.holdout.coordinator.simulate.Invariant.ATTEMPTS_FENCED;
import static io.holdout.coordinator.simulate.Invariant.ATTEMPTS_GROW;
import static io.holdout.coordinator.simulate.Invariant.BUDGETS_KEPT;
import static io.holdout.coordinator.simulate.Invariant.LOSS_IS_REAL;
import static io.holdout.coordinator.simulate.Invariant.ONE_ATTEMPT;
import static io.holdout.coordinator.simulate.Invariant.ONE_RESULT;
import static io.holdout.coordinator.simulate.Invariant.SECOND_BY_DECISION;
import static io.holdout.coordinator.simulate.Invariant.TRUE_RESULT;

import io.holdout.coordinator.schedule.RetryPolicy;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The checker's own books of one trial, kept from the journal's events alone and by other code than the state's. */
final class TrialLedger {
    private final String label;
    private final String expected;
    private final Map<FailureClass, Integer> failures = new EnumMap<>(FailureClass.class);
    private final Set<Integer> ended = new HashSet<>();
    private int lastAttempt;
    private final SortedMap<Integer, String> underWay = new TreeMap<>();
    private boolean givenUp;
    private boolean spent;
    private @Nullable String accepted;
    private @Nullable String everAccepted;

    /** @param expected hash of the result that the trial has */
    TrialLedger(String label, String expected) {
        this.label = label;
        this.expected = expected;
    }

    void started(int attempt, String worker) {
        Violation.unless(attempt > lastAttempt, ATTEMPTS_GROW, () -> "%s: attempt %d after %d"
                .formatted(label, attempt, lastAttempt));
        Violation.unless(underWay.isEmpty(), ONE_ATTEMPT, () -> "%s: attempt %d while %s run"
                .formatted(label, attempt, underWay));
        Violation.unless(
                accepted == null, ONE_ATTEMPT, () -> "%s: attempt %d though it has a result".formatted(label, attempt));
        Violation.unless(
                !givenUp && !spent, BUDGETS_KEPT, () -> "%s: attempt %d after its budget".formatted(label, attempt));
        lastAttempt = attempt;
        underWay.put(attempt, worker);
    }

    void secondStarted(int attempt, String worker) {
        Violation.unless(attempt > lastAttempt, ATTEMPTS_GROW, () -> "%s: attempt %d after %d"
                .formatted(label, attempt, lastAttempt));
        Violation.unless(
                underWay.size() == 1 && !underWay.containsValue(worker),
                SECOND_BY_DECISION,
                () -> "%s: second attempt %d on %s beside %s".formatted(label, attempt, worker, underWay));
        Violation.unless(
                failures.keySet().stream().allMatch(FailureClass.INFRASTRUCTURE::equals),
                SECOND_BY_DECISION,
                () -> "%s: second attempt %d of a trial that failed: %s".formatted(label, attempt, failures));
        lastAttempt = attempt;
        underWay.put(attempt, worker);
    }

    boolean runsTwice() {
        return underWay.size() > 1;
    }

    /** Attempts under way. */
    int underWay() {
        return underWay.size();
    }

    void succeeded(int attempt, String result) {
        Violation.unless(
                everAccepted == null || everAccepted.equals(result), ONE_RESULT, () -> "%s: accepted %s, then %s"
                        .formatted(label, everAccepted, result));
        Violation.unless(
                underWay.containsKey(attempt), ATTEMPTS_FENCED, () -> "%s: attempt %d succeeds, under way are %s"
                        .formatted(label, attempt, underWay));
        Violation.unless(
                result.equals(expected), TRUE_RESULT, () -> "%s: %s instead of %s".formatted(label, result, expected));
        underWay.clear();
        accepted = result;
        everAccepted = result;
        ended.add(attempt);
    }

    /** Another sweep's result counts. */
    void reused(String result) {
        Violation.unless(
                underWay.isEmpty() && accepted == null && !givenUp,
                ONE_RESULT,
                () -> ("%s: a result is taken over," + " and it has one, runs or was given up").formatted(label));
        Violation.unless(
                result.equals(expected), TRUE_RESULT, () -> "%s: %s instead of %s".formatted(label, result, expected));
        accepted = result;
        everAccepted = result;
    }

    void failed(int attempt, Failure failure) {
        Violation.unless(underWay.containsKey(attempt), ATTEMPTS_FENCED, () -> "%s: attempt %d fails, under way are %s"
                .formatted(label, attempt, underWay));
        FailureClass meant = Nature.classOf(failure);
        Violation.unless(failure.failureClass() == meant, BUDGETS_KEPT, () -> "%s: %s counts as %s"
                .formatted(label, failure.code(), failure.failureClass()));
        boolean isSecond = underWay.firstKey() != attempt;
        underWay.remove(attempt);
        ended.add(attempt);
        if (isSecond) {
            return;
        }
        int count = failures.merge(meant, 1, Integer::sum);
        spent |= count >= RetryPolicy.budget(meant);
    }

    /** @param dependencyGivenUp whether something it needs was given up */
    void givenUp(boolean dependencyGivenUp) {
        Violation.unless(spent || dependencyGivenUp, BUDGETS_KEPT, () -> "%s is given up after only %s"
                .formatted(label, failures));
        Violation.unless(
                underWay.isEmpty() && accepted == null, ONE_ATTEMPT, () -> "%s is given up while it runs or ended"
                        .formatted(label));
        givenUp = true;
    }

    void lost(boolean storeLostIt) {
        Violation.unless(storeLostIt, LOSS_IS_REAL, () -> "%s: its result is whole in the store".formatted(label));
        accepted = null;
    }

    /** The user tries again what was given up. */
    void resumed() {
        if (givenUp) {
            givenUp = false;
            spent = false;
            failures.clear();
        }
    }

    /** Whether this attempt's start was recorded. */
    boolean hasStarted(int attempt) {
        return attempt <= lastAttempt;
    }

    /** Whether this attempt's end was recorded. */
    boolean hasEnded(int attempt) {
        return ended.contains(attempt);
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** The result that counts now; null if there is none. */
    @Nullable
    String accepted() {
        return accepted;
    }

    boolean wasAccepted() {
        return everAccepted != null;
    }
}
