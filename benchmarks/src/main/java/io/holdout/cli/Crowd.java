package io.holdout.cli;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Watches one sweep: some follow it live, others ask again and again how it stands. All of it goes to one coordinator on
 * this machine, in bounded number, and ends with this.
 */
final class Crowd implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 100;
    /** For status requests. */
    private static final int MOST_CONNECTIONS = 64;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "crowd");
        thread.setDaemon(true);
        return thread;
    });
    private final ConcurrentLinkedQueue<Long> due = new ConcurrentLinkedQueue<>();
    private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private final List<CompletableFuture<?>> watchers = new ArrayList<>();
    private final List<Flow.Subscription> subscriptions = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final Home.Endpoint endpoint;
    private final String path;
    private final ScheduledFuture<?> ticks;

    /**
     * What came of it.
     *
     * @param messages live ones, of all watchers
     * @param answers of status requests
     * @param failures requests that were not answered with 200
     * @param p50Millis of status requests, from the moment they were to be sent
     */
    record Seen(int watchers, int messages, int answers, int failures, double p50Millis, double p99Millis) {}

    /**
     * @param watchers how many follow live
     * @param perSecond status requests
     */
    Crowd(Home.Endpoint endpoint, String sweep, int watchers, int perSecond) {
        this.endpoint = endpoint;
        this.path = "/api/v1/sweeps/" + sweep;
        for (int i = 0; i < watchers; i++) {
            this.watchers.add(watch());
        }
        int each = perSecond / TICKS_PER_SECOND;
        ticks = ticker.scheduleAtFixedRate(
                () -> {
                    for (int i = 0; i < each; i++) {
                        due.add(System.nanoTime());
                    }
                    ask();
                },
                0,
                1_000_000_000L / TICKS_PER_SECOND,
                TimeUnit.NANOSECONDS);
    }

    private HttpRequest request(String more) {
        return HttpRequest.newBuilder(URI.create(endpoint.http() + path + more))
                .timeout(Duration.ofMinutes(30))
                .header("Authorization", "Bearer " + endpoint.token())
                // as browsers and curl --compressed do
                .header("Accept-Encoding", "gzip")
                .build();
    }

    /** Sends what is due, on as many connections as there are at most; time in the queue counts. */
    private void ask() {
        while (!due.isEmpty() && connections.tryAcquire()) {
            Long began = due.poll();
            if (began == null) {
                connections.release();
                return;
            }
            var unused = http.sendAsync(request(""), HttpResponse.BodyHandlers.discarding())
                    .whenComplete((response, problem) -> {
                        if (problem == null && response.statusCode() == 200) {
                            nanos.add(System.nanoTime() - began);
                        } else {
                            failures.incrementAndGet();
                        }
                        connections.release();
                    });
        }
    }

    private CompletableFuture<?> watch() {
        var lines = new Flow.Subscriber<String>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriptions.add(subscription);
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(String line) {
                if (line.startsWith("data:")) {
                    messages.incrementAndGet();
                }
            }

            @Override
            public void onError(Throwable problem) {
                // it was cut off at the end
            }

            @Override
            public void onComplete() {
                // the coordinator ended
            }
        };
        return http.sendAsync(request("/live"), HttpResponse.BodyHandlers.fromLineSubscriber(lines));
    }

    Seen seen() {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Seen(
                subscriptions.size(), messages.get(), sorted.length, failures.get(), at(sorted, 0.5), at(sorted, 0.99));
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
    }

    @Override
    public void close() {
        ticks.cancel(false);
        ticker.shutdownNow();
        subscriptions.forEach(Flow.Subscription::cancel);
        watchers.forEach(watcher -> watcher.cancel(true));
    }
}
