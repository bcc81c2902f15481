package io.holdout.coordinator.web.live;

import io.holdout.coordinator.journal.JournalReader;
import io.holdout.coordinator.journal.Numbered;
import io.holdout.coordinator.sweep.EventView;
import io.holdout.coordinator.sweep.Sight;
import io.holdout.coordinator.sweep.SweepView;
import io.holdout.coordinator.sweep.Toll;
import io.holdout.coordinator.sweep.TrialViews;
import io.holdout.protocol.trial.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes the messages of one sweep's watchers. All who know the same get the same bytes, made once. Blocks on journal and
 * artifact store; safe for concurrent use.
 */
public final class Watch {
    /** Newest events in one message: what the page shows; the rest is for whoever asks for pages of them. */
    static final int MOST_EVENTS = 30;
    /** A view names each running attempt; of more than this many a page shows the number only. */
    static final int MOST_RUNNING = 200;

    private final String sweep;
    private final CellBook cells;
    private final Supplier<JournalReader> journal;
    private long lastFrom = -1;
    private long lastNumber = -1;
    private long lastAt = -1;
    private byte[] last = {};

    public Watch(String sweep, CellBook cells, Supplier<JournalReader> journal) {
        this.sweep = sweep;
        this.cells = cells;
        this.journal = journal;
    }

    /**
     * One server-sent event, whose id is the number of the last event.
     *
     * @param from the last event that the watcher knows; 0, and one that is yet to come, mean none
     */
    public synchronized byte[] message(Sight sight, long from) {
        long known = from > sight.number() ? 0 : from;
        if (known == lastFrom && sight.number() == lastNumber && sight.atMillis() == lastAt) {
            return last;
        }
        last = encode(change(sight, known));
        lastFrom = known;
        lastNumber = sight.number();
        lastAt = sight.atMillis();
        return last;
    }

    private Change change(Sight sight, long from) {
        return new Change(
                from,
                sight.number(),
                bounded(sight.view()),
                TrialViews.kinds(sight.state()),
                Toll.of(sight.state(), sight.atMillis()),
                cells.changedSince(sight, from).stream().map(CellView::of).toList(),
                events(from, sight.number()));
    }

    private List<EventView> events(long from, long number) {
        if (from >= number) {
            return List.of();
        }
        long after = Math.max(from, number - MOST_EVENTS);
        try (JournalReader reader = journal.get()) {
            return reader.after(sweep, after, (int) (number - after)).stream()
                    .map(Watch::view)
                    .toList();
        }
    }

    private static EventView view(Numbered numbered) {
        return EventView.of(numbered.number(), numbered.event());
    }

    private static SweepView bounded(SweepView view) {
        if (view.running().size() <= MOST_RUNNING) {
            return view;
        }
        return view.withRunning(view.running().subList(0, MOST_RUNNING));
    }

    private static byte[] encode(Change change) {
        String text = "id: " + change.number() + "\nevent: change\ndata: " + CanonicalJson.write(change) + "\n\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
