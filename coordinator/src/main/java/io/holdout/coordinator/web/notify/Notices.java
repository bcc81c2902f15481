package io.holdout.coordinator.web.notify;

import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.coordinator.sweep.SweepListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Says when a sweep finished, lost cells, blamed a worker, or stands still. */
public final class Notices implements SweepListener, AutoCloseable {
    /** Longer than most trials take; a sweep of longer ones reports their checkpoints no sooner, and is told once. */
    static final Duration STALLED = Duration.ofMinutes(60);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final Postman postman;
    private final LongSupplier clock;
    /** When each sweep that runs had its last event; negative once it was told that it stands still. */
    private final Map<String, Long> lastMillis = new ConcurrentHashMap<>();

    /** @param clock wall-clock milliseconds */
    public Notices(Webhook webhook, LongSupplier clock) {
        this(webhook, clock, FIRST_PAUSE);
    }

    Notices(Webhook webhook, LongSupplier clock, Duration pause) {
        this.postman = new Postman(webhook, pause);
        this.clock = clock;
    }

    @Override
    public void written(String sweep, List<SweepEvent> events, long writeNanos) {
        lastMillis.put(sweep, clock.getAsLong());
        long lost = events.stream()
                .filter(SweepEvent.TrialGivenUp.class::isInstance)
                .count();
        for (SweepEvent event : events) {
            if (event instanceof SweepEvent.TrialGivenUp given && lost > 0) {
                String more = lost == 1 ? "a trial was" : lost + " trials were";
                tell("failed", sweep, more + " given up, and cells will lack a number; the first: " + given.failure());
                lost = 0;
            } else if (event instanceof SweepEvent.WorkerQuarantined out) {
                tell("quarantined", sweep, out.worker() + " gets no work for a while: " + out.failure());
            } else if (event instanceof SweepEvent.SweepFinished) {
                lastMillis.remove(sweep);
                tell("finished", sweep, "finished");
            } else if (event instanceof SweepEvent.SweepCancelled) {
                lastMillis.remove(sweep);
            }
        }
    }

    /** To be called now and then: says of each sweep that stands still so once. */
    public void look() {
        long now = clock.getAsLong();
        lastMillis.forEach((sweep, last) -> {
            if (last >= 0 && now - last >= STALLED.toMillis() && lastMillis.replace(sweep, last, -1L)) {
                tell("stalled", sweep, "nothing has happened for " + (now - last) / 60_000 + " minutes");
            }
        });
    }

    private void tell(String kind, String sweep, String text) {
        postman.send(new Notice(kind, sweep, text, clock.getAsLong()));
    }

    @Override
    public void close() {
        postman.close();
    }
}
