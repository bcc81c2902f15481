package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the body of one answer where it belongs in a {@link PartFile}: a whole file, or what was missing of one. Gives
 * whether there was any such.
 */
final class PartReceiver implements HttpResponse.BodyHandler<Boolean> {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18}|\\*)");

    private final PartFile part;
    private final long maxBytes;
    private String total = "*";
    private boolean stopped;

    PartReceiver(PartFile part, long maxBytes) {
        this.part = part;
        this.maxBytes = maxBytes;
    }

    @Override
    public HttpResponse.BodySubscriber<Boolean> apply(HttpResponse.ResponseInfo answer) {
        var headers = answer.headers();
        Matcher range =
                CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
        boolean ranged = range.matches();
        if (ranged) {
            total = range.group(2);
        }
        switch (answer.statusCode()) {
            case 200 -> part.restart(headers.firstValue("ETag"));
            case 206 -> {
                if (!ranged || !String.valueOf(part.size()).equals(range.group(1))) {
                    part.restart(Optional.empty());
                    throw new UncheckedIOException(new IOException("the server sent another range than was asked for"));
                }
            }
            default -> {
                return HttpResponse.BodySubscribers.mapping(
                        HttpResponse.BodySubscribers.ofInputStream(), PartReceiver::close);
            }
        }
        return HttpResponse.BodySubscribers.mapping(
                HttpResponse.BodySubscribers.ofByteArrayConsumer(bytes -> bytes.ifPresent(this::take)),
                nothing -> true);
    }

    /** Nobody reads the page that comes with an error, and it may be endless. */
    private static Boolean close(InputStream body) {
        try {
            body.close();
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void take(byte[] bytes) {
        if (stopped) {
            return;
        }
        if (part.size() + bytes.length > maxBytes) {
            throw HoldoutException.user(
                    "DOWNLOAD_FAILED", "the server sends more than " + maxBytes + " bytes, which no weights file has");
        }
        part.append(bytes);
    }

    /** After this, nothing is written that comes late. */
    synchronized void stop() {
        stopped = true;
    }

    /** Whether the answer said that the whole file has this many bytes. */
    boolean saysThatWholeIs(long bytes) {
        return total.equals(String.valueOf(bytes));
    }
}
