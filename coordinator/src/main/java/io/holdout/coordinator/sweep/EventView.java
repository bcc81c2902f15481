package io.holdout.coordinator.sweep;

/**
 * One event of a sweep as people see it.
 *
 * @param number its place in the sweep's journal, from 1
 * @param type such as {@code AttemptStarted}
 * @param subject the trial's id or the worker's name that it is about; empty if it is about the sweep
 * @param text a sentence
 * @param serious whether somebody may want to look: a failure, a loss, an alarm
 */
public record EventView(long number, long atMillis, String type, String subject, String text, boolean serious) {
    /** The view of an event. */
    public static EventView of(long number, SweepEvent event) {
        return event.fold(new EventSentences(number));
    }
}
