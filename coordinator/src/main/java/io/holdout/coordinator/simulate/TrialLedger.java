package io.holdout.coordinator.simulate;

import static io.holdout.coordinator.simulate.Invariant.ATTEMPTS_FENCED;
import static io.holdout.coordinator.simulate.Invariant.ATTEMPTS_GROW;
import static io.holdout.coordinator.simulate.Invariant.BUDGETS_KEPT;
import static io.holdout.coordinator.simulate.Invariant.LOSS_IS_REAL;
import static io.holdout.coordinator.simulate.Invariant.ONE_ATTEMPT;
import static io.holdout.coordinator.simulate.Invariant.ONE_RESULT;
import static io.holdout.coordinator.simulate.Invariant.TRUE_RESULT;

import io.holdout.coordinator.schedule.RetryPolicy;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The checker's own books of one trial, kept from the journal's events alone and by other code than the state's. */
final class TrialLedger {
    private final String label;
    private final String expected;
    private final Map<FailureClass, Integer> failures = new EnumMap<>(FailureClass.class);
    private final Set<Integer> ended = new HashSet<>();
    private int lastAttempt;
    private boolean underWay;
    private boolean givenUp;
    private boolean spent;
    private @Nullable String accepted;
    private @Nullable String everAccepted;

    /** @param expected hash of the result that the trial has */
    TrialLedger(String label, String expected) {
        this.label = label;
        this.expected = expected;
    }

    void started(int attempt) {
        Violation.unless(attempt > lastAttempt, ATTEMPTS_GROW, () -> "%s: attempt %d after %d"
                .formatted(label, attempt, lastAttempt));
        Violation.unless(
                !underWay, ONE_ATTEMPT, () -> "%s: attempt %d while %d runs".formatted(label, attempt, lastAttempt));
        Violation.unless(
                accepted == null, ONE_ATTEMPT, () -> "%s: attempt %d though it has a result".formatted(label, attempt));
        Violation.unless(
                !givenUp && !spent, BUDGETS_KEPT, () -> "%s: attempt %d after its budget".formatted(label, attempt));
        lastAttempt = attempt;
        underWay = true;
    }

    void succeeded(int attempt, String result) {
        Violation.unless(
                everAccepted == null || everAccepted.equals(result), ONE_RESULT, () -> "%s: accepted %s, then %s"
                        .formatted(label, everAccepted, result));
        Violation.unless(
                underWay && attempt == lastAttempt,
                ATTEMPTS_FENCED,
                () -> "%s: attempt %d succeeds, the one that counts is %d%s"
                        .formatted(label, attempt, lastAttempt, underWay ? "" : ", ended"));
        Violation.unless(
                result.equals(expected), TRUE_RESULT, () -> "%s: %s instead of %s".formatted(label, result, expected));
        underWay = false;
        accepted = result;
        everAccepted = result;
        ended.add(attempt);
    }

    /** Another sweep's result counts. */
    void reused(String result) {
        Violation.unless(!underWay && accepted == null && !givenUp, ONE_RESULT, () -> ("%s: a result is taken over,"
                        + " and it has one, runs or was given up")
                .formatted(label));
        Violation.unless(
                result.equals(expected), TRUE_RESULT, () -> "%s: %s instead of %s".formatted(label, result, expected));
        accepted = result;
        everAccepted = result;
    }

    void failed(int attempt, Failure failure) {
        Violation.unless(
                underWay && attempt == lastAttempt,
                ATTEMPTS_FENCED,
                () -> "%s: attempt %d fails, the one that counts is %d%s"
                        .formatted(label, attempt, lastAttempt, underWay ? "" : ", ended"));
        FailureClass meant = Nature.classOf(failure);
        Violation.unless(failure.failureClass() == meant, BUDGETS_KEPT, () -> "%s: %s counts as %s"
                .formatted(label, failure.code(), failure.failureClass()));
        underWay = false;
        ended.add(attempt);
        int count = failures.merge(meant, 1, Integer::sum);
        spent |= count >= RetryPolicy.budget(meant);
    }

    /** @param dependencyGivenUp whether something it needs was given up */
    void givenUp(boolean dependencyGivenUp) {
        Violation.unless(spent || dependencyGivenUp, BUDGETS_KEPT, () -> "%s is given up after only %s"
                .formatted(label, failures));
        Violation.unless(!underWay && accepted == null, ONE_ATTEMPT, () -> "%s is given up while it runs or ended"
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
