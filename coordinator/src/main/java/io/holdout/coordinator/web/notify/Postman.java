package io.holdout.coordinator.web.notify;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one notice after the other, a few times if it must; whoever hands one in never waits. */
final class Postman implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);
    /** Notices that wait; beyond, the oldest is dropped: nobody reads a hundred. */
    private static final int MOST_WAITING = 100;

    private static final int TRIES = 4;

    private final Webhook webhook;
    private final Duration pause;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> {
                var daemon = new Thread(task, "notices");
                daemon.setDaemon(true);
                return daemon;
            },
            new ThreadPoolExecutor.DiscardOldestPolicy());

    /** @param pause before the second try; each further one is five times as long */
    Postman(Webhook webhook, Duration pause) {
        this.webhook = webhook;
        this.pause = pause;
    }

    void send(Notice notice) {
        thread.execute(() -> deliver(notice));
    }

    private void deliver(Notice notice) {
        long wait = pause.toMillis();
        for (int i = 1; i <= TRIES; i++) {
            String problem = attempt(notice);
            if (problem.isEmpty()) {
                return;
            }
            if (i == TRIES || !sleep(wait)) {
                LOG.warn("the notice that {} is {} could not be sent: {}", notice.sweep(), notice.kind(), problem);
                return;
            }
            wait *= 5;
        }
    }

    /** What went wrong, without the address; empty if nothing did. */
    private String attempt(Notice notice) {
        try {
            HttpResponse<Void> response = http.send(
                    webhook.request(notice, System.currentTimeMillis()), HttpResponse.BodyHandlers.discarding());
            return response.statusCode() / 100 == 2 ? "" : "status " + response.statusCode();
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static boolean sleep(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
