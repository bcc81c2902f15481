package io.holdout.cli;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings one file over HTTP into a {@link PartFile}: goes on where it was cut off, in this process or an earlier one, if
 * the server still has the same version ({@code Range} with {@code If-Range}); else begins anew.
 */
final class Download {
    /** Tries in a row that bring nothing new. */
    private static final int MAX_TRIES = 5;
    /** Even a server that sends a byte a try comes to an end. */
    private static final int MAX_TRIES_IN_ALL = 100;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration TICK = Duration.ofMillis(200);

    /**
     * How long to wait, and for how much.
     *
     * @param firstPause before the second try; doubles from try to try
     * @param silence after which a connection counts as dead
     */
    record Limits(Duration firstPause, Duration silence, long maxBytes) {
        /** ResNet-50 has 98 MB. */
        static final Limits NORMAL = new Limits(Duration.ofSeconds(1), Duration.ofSeconds(30), 1 << 30);
        /** The largest dataset of MedIMeta has some gigabytes. */
        static final Limits DATASETS = new Limits(Duration.ofSeconds(1), Duration.ofSeconds(30), 1L << 37);
    }

    private final URI from;
    private final PartFile part;
    private final Limits limits;
    private final LongConsumer progress;
    private final String otherWay;
    private final HttpClient http;

    /**
     * @param progress told now and then how many bytes are here
     * @param otherWay what to do with a file that came another way, for the message of a failure
     */
    Download(URI from, PartFile part, Limits limits, LongConsumer progress, String otherWay) {
        this.from = from;
        this.part = part;
        this.limits = limits;
        this.progress = progress;
        this.otherWay = otherWay;
        this.http = HttpClient.newBuilder()
                .connectTimeout(limits.silence())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** @throws HoldoutException DOWNLOAD_FAILED, HOME_UNUSABLE */
    void run() {
        long most = part.size();
        int inVain = 0;
        for (int tries = 1; ; tries++) {
            String trouble;
            try {
                if (once()) {
                    part.force();
                    return;
                }
                trouble = "the server has another version by now";
            } catch (IOException e) {
                trouble = e.getMessage() == null ? "there is no connection (" + e + ")" : e.getMessage();
            }
            inVain = part.size() > most ? 0 : inVain + 1;
            most = Math.max(most, part.size());
            if (inVain == MAX_TRIES || tries == MAX_TRIES_IN_ALL) {
                throw failed(tries + " tries failed, the last because: " + trouble);
            }
            pause(inVain);
        }
    }

    /**
     * One try.
     *
     * @return whether it is whole now; else it has to begin anew
     * @throws IOException if another try may help
     */
    private boolean once() throws IOException {
        var request = HttpRequest.newBuilder(from).header("User-Agent", "holdout/" + VersionCommand.version());
        part.version().ifPresent(version -> request.header("Range", "bytes=" + part.size() + "-")
                .header("If-Range", version));
        var receiver = new PartReceiver(part, limits.maxBytes());
        HttpResponse<Boolean> answer = await(http.sendAsync(request.build(), receiver), receiver);
        if (answer.body()) {
            return true;
        }
        int status = answer.statusCode();
        if (status == 416) {
            boolean whole = receiver.saysThatWholeIs(part.size());
            if (!whole) {
                part.restart(Optional.empty());
            }
            return whole;
        }
        if (status >= 500 || status == 408 || status == 429) {
            throw new IOException("the server answered " + status);
        }
        throw failed("the server answered " + status);
    }

    private HttpResponse<Boolean> await(CompletableFuture<HttpResponse<Boolean>> answer, PartReceiver receiver)
            throws IOException {
        long size = part.size();
        long since = System.nanoTime();
        try {
            while (true) {
                try {
                    return answer.get(TICK.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    progress.accept(part.size());
                    if (part.size() != size) {
                        size = part.size();
                        since = System.nanoTime();
                    } else if (System.nanoTime() - since > limits.silence().toNanos()) {
                        throw new IOException(
                                "nothing came for " + limits.silence().toSeconds() + " s", e);
                    }
                }
            }
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("it was interrupted");
        } finally {
            receiver.stop();
            answer.cancel(true);
        }
    }

    /** The trouble itself, from under what the client wraps around it. */
    private static IOException unwrapped(@Nullable Throwable trouble) {
        for (Throwable at = trouble; at != null; at = at.getCause()) {
            if (at instanceof HoldoutException known) {
                throw known;
            }
            if (at instanceof UncheckedIOException ours) {
                return Objects.requireNonNull(ours.getCause());
            }
        }
        return trouble instanceof IOException io ? io : new IOException(trouble);
    }

    private void pause(int inVain) {
        long millis = Math.min(LONGEST_PAUSE.toMillis(), limits.firstPause().toMillis() << Math.max(0, inVain - 1));
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("it was interrupted");
        }
    }

    private HoldoutException failed(String why) {
        return new HoldoutException(new Failure(
                FailureClass.INFRASTRUCTURE,
                "DOWNLOAD_FAILED",
                "cannot get " + from + ": " + why
                        + ". What came is kept, and the same command goes on; a file that came another way "
                        + otherWay));
    }
}
