package io.holdout.coordinator.sweep;

import io.holdout.protocol.trial.AttemptId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says every event in a sentence. */
final class EventSentences implements SweepEvent.Fold<EventView> {
    private static final double MILLIS_PER_SECOND = 1000.0;

    private final long number;

    EventSentences(long number) {
        this.number = number;
    }

    private EventView say(SweepEvent event, String subject, String text, boolean serious) {
        return new EventView(number, event.atMillis(), event.getClass().getSimpleName(), subject, text, serious);
    }

    private static String name(AttemptId attempt) {
        return attempt.trial().shortHex() + " attempt " + attempt.number();
    }

    @Override
    public EventView submitted(SweepEvent.SweepSubmitted event) {
        return say(event, "", "the sweep was submitted, by Holdout " + event.version(), false);
    }

    @Override
    public EventView started(SweepEvent.AttemptStarted event) {
        return say(event, event.attempt().trial().hex(), name(event.attempt()) + " goes to " + event.worker(), false);
    }

    @Override
    public EventView secondStarted(SweepEvent.SecondAttemptStarted event) {
        return say(
                event,
                event.attempt().trial().hex(),
                name(event.attempt()) + " goes to " + event.worker() + " as well, since the first is late",
                false);
    }

    @Override
    public EventView succeeded(SweepEvent.TrialSucceeded event) {
        String text = String.format(
                Locale.ROOT,
                "%s succeeded on %s in %.1f s, AUROC %.4f",
                name(event.attempt()),
                event.worker(),
                event.durationMillis() / MILLIS_PER_SECOND,
                event.headline());
        return say(event, event.attempt().trial().hex(), text, false);
    }

    @Override
    public EventView diverged(SweepEvent.ResultDiverged event) {
        return say(
                event,
                event.attempt().trial().hex(),
                name(event.attempt()) + " on " + event.worker() + " has another result than the first",
                true);
    }

    @Override
    public EventView failed(SweepEvent.AttemptFailed event) {
        return say(
                event,
                event.attempt().trial().hex(),
                name(event.attempt()) + " failed on " + event.worker() + ": " + event.failure(),
                true);
    }

    @Override
    public EventView givenUp(SweepEvent.TrialGivenUp event) {
        return say(event, event.trial().hex(), event.trial().shortHex() + " was given up: " + event.failure(), true);
    }

    @Override
    public EventView quarantined(SweepEvent.WorkerQuarantined event) {
        return say(event, event.worker(), event.worker() + " gets no work for a while: " + event.failure(), true);
    }

    @Override
    public EventView lost(SweepEvent.ResultLost event) {
        return say(event, event.trial().hex(), "the result of " + event.trial().shortHex() + " was lost", true);
    }

    @Override
    public EventView cancelled(SweepEvent.SweepCancelled event) {
        return say(event, "", "the sweep was cancelled", true);
    }

    @Override
    public EventView resumed(SweepEvent.SweepResumed event) {
        return say(event, "", "the sweep goes on", false);
    }

    @Override
    public EventView finished(SweepEvent.SweepFinished event) {
        return say(event, "", "the sweep finished", false);
    }

    private EventView search(SweepEvent event, int search, String text) {
        return say(event, "", "search " + (search + 1) + ": " + text, false);
    }

    @Override
    public EventView suggested(SweepEvent.CandidateSuggested event) {
        return search(
                event,
                event.search(),
                "tries candidate " + event.candidate() + " until epoch " + event.until() + ": "
                        + values(event.values()));
    }

    private static String values(List<Named> values) {
        return values.stream().map(each -> each.name() + " " + each.value()).collect(Collectors.joining(", "));
    }

    @Override
    public EventView promoted(SweepEvent.CandidatePromoted event) {
        return search(
                event, event.search(), "candidate " + event.candidate() + " goes on until epoch " + event.until());
    }

    @Override
    public EventView stopped(SweepEvent.CandidateStopped event) {
        return search(event, event.search(), "candidate " + event.candidate() + " stops at epoch " + event.until());
    }

    @Override
    public EventView searchEnded(SweepEvent.SearchEnded event) {
        if (event.chosen() == SweepEvent.SearchEnded.NONE) {
            return say(event, "", "search " + (event.search() + 1) + " ended, and no candidate has a score", true);
        }
        String text = String.format(
                Locale.ROOT, "ended with candidate %d, validation AUROC %.4f", event.chosen(), event.score());
        return search(event, event.search(), text);
    }

    @Override
    public EventView paused(SweepEvent.SweepPaused event) {
        return say(event, "", "the sweep was paused: what runs goes on, nothing new starts", false);
    }

    @Override
    public EventView continued(SweepEvent.SweepContinued event) {
        return say(event, "", "the sweep goes on after a pause", false);
    }

    @Override
    public EventView retried(SweepEvent.FailedTrialsRetried event) {
        return say(event, "", "all that was given up is tried again", false);
    }

    @Override
    public EventView shareChanged(SweepEvent.ShareChanged event) {
        String slots = event.mostSlots() == 0 ? "any number of" : "at most " + event.mostSlots();
        String text =
                "its share is priority " + event.priority() + ", weight " + event.weight() + ", " + slots + " slots";
        return say(event, "", text, false);
    }

    @Override
    public EventView drained(SweepEvent.WorkerDrained event) {
        return say(event, event.worker(), event.worker() + " gets no more work", false);
    }

    @Override
    public EventView undrained(SweepEvent.WorkerUndrained event) {
        return say(event, event.worker(), event.worker() + " gets work again", false);
    }

    @Override
    public EventView reused(SweepEvent.ResultsReused event) {
        return say(event, "", event.results().size() + " results of other sweeps were taken over", false);
    }

    @Override
    public EventView extended(SweepEvent.SweepExtended event) {
        return say(event, "", "the sweep was extended", false);
    }
}
