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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the messages of one sweep's watchers. All who know the same get the same bytes, made once; what does not depend on
 * what they know is made once for all. Blocks on journal and artifact store; safe for concurrent use.
 */
public final class Watch {
    /** Newest events in one message: what the page shows; the rest is for whoever asks for pages of them. */
    static final int MOST_EVENTS = 30;
    /** A view names each running attempt; of more than this many a page shows the number only. */
    static final int MOST_RUNNING = 60;
    /** Messages of one moment that are remembered: watchers know the last moment, or one of a few before it. */
    private static final int MOST_MESSAGES = 32;

    private final String sweep;
    private final CellBook cells;
    private final Supplier<JournalReader> journal;
    private final Map<Long, Message> made = new HashMap<>();
    private @Nullable Moment moment;

    /** What all messages of one moment have in common. */
    private record Moment(Sight sight, SweepView view, List<TrialViews.KindCounts> kinds, Toll toll) {
        static Moment of(Sight sight, SweepView view) {
            return new Moment(
                    sight, bounded(view), TrialViews.kinds(sight.state()), Toll.of(sight.state(), sight.atMillis()));
        }

        boolean isBefore(Sight other) {
            return sight.number() < other.number()
                    || (sight.number() == other.number() && sight.atMillis() < other.atMillis());
        }
    }

    /**
     * One server-sent event.
     *
     * @param number its id: that of the last event which it knows of
     */
    public record Message(long number, byte[] bytes) {}

    public Watch(String sweep, CellBook cells, Supplier<JournalReader> journal) {
        this.sweep = sweep;
        this.cells = cells;
        this.journal = journal;
    }

    /**
     * The message of that moment, or of a later one that another watcher was told of.
     *
     * @param view of that sight
     * @param from the last event that the watcher knows; 0, and one that is yet to come, mean none
     */
    public synchronized Message message(Sight sight, SweepView view, long from) {
        Moment at = moment;
        if (at == null || at.isBefore(sight)) {
            at = Moment.of(sight, view);
            moment = at;
            made.clear();
        }
        long known = from > at.sight().number() ? 0 : from;
        Message message = made.get(known);
        if (message == null) {
            message = new Message(at.sight().number(), encode(change(at, known)));
            if (made.size() < MOST_MESSAGES) {
                made.put(known, message);
            }
        }
        return message;
    }

    private Change change(Moment at, long from) {
        Sight sight = at.sight();
        return new Change(
                from,
                sight.number(),
                at.view(),
                at.kinds(),
                at.toll(),
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
