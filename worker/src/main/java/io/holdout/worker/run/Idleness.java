package io.holdout.worker.run;

import java.time.Duration;

/**
 * What a worker does when its coordinator has had nothing for it for a while: a pool that is paid for by the hour ends
 * by itself.
 *
 * @param after how long; counted only while a coordinator answers, since one that is away may come back with work
 * @param then called once, on the actor's thread
 */
public record Idleness(Duration after, Runnable then) {
    /** A worker that waits for ever. */
    public static final Idleness ALLOWED = new Idleness(Duration.ofNanos(Long.MAX_VALUE), () -> {});
}
