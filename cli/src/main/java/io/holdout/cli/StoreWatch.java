package io.holdout.cli;

import io.holdout.coordinator.sweep.SweepView;
import io.holdout.protocol.message.AttemptProgress;
import java.util.Optional;

/** Says once that attempts wait for the artifact store, and once that they go on. */
final class StoreWatch {
    private boolean waits;

    /** A line for people, if there is something new to say. */
    Optional<String> look(SweepView view) {
        Optional<String> why = view.running().stream()
                .map(SweepView.AttemptView::note)
                .filter(note -> note.startsWith(AttemptProgress.WAITING))
                .map(note -> note.substring(AttemptProgress.WAITING.length()))
                .findFirst();
        if (why.isPresent() == waits) {
            return Optional.empty();
        }
        waits = why.isPresent();
        return Optional.of(why.map(reason -> "paused: artifact store: " + reason)
                .orElse("the artifact store is back; the sweep goes on"));
    }
}
