package io.holdout.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Watches one sweep: some follow it live, others ask again and again how it stands. All of it goes to one coordinator on
 * this machine, in bounded number, and ends with this. One thread, and the least that HTTP asks for: what it takes of the
 * processors is missing for what it watches.
 */
final class Crowd implements AutoCloseable {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** For status requests. */
    private static final int CONNECTIONS = 64;
    /** Answers that are counted; an hour at 1,000 a second. */
    private static final int MOST_ANSWERS = 3_600_000;

    private static final Duration ARRIVAL = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(10);
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress address;
    private final byte[] question;
    private final byte[] live;
    private final int watchers;
    private final double perTick;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final ArrayDeque<Long> due = new ArrayDeque<>();
    private final ArrayDeque<Reader> idle = new ArrayDeque<>();
    private final Thread thread;

    private volatile boolean over;
    private long[] nanos = new long[1024];
    private int answers;
    private int failures;
    private int messages;
    private final AtomicInteger watching = new AtomicInteger();

    /**
     * What came of it.
     *
     * @param messages live ones, of all watchers
     * @param answers of status requests
     * @param failures requests that were not answered with 200, and streams that were cut off
     * @param p50Millis of status requests, from the moment they were to be sent
     */
    record Seen(int watchers, int messages, int answers, int failures, double p50Millis, double p99Millis) {}

    /**
     * @param watchers how many follow live
     * @param perSecond status requests
     */
    Crowd(Home.Endpoint endpoint, String sweep, int watchers, int perSecond) {
        URI uri = URI.create(endpoint.http());
        this.address = new InetSocketAddress(uri.getHost(), uri.getPort());
        this.question = request(endpoint, "/api/v1/sweeps/" + sweep);
        this.live = request(endpoint, "/api/v1/sweeps/" + sweep + "/live");
        this.watchers = watchers;
        this.perTick = perSecond * TICK_NANOS / 1e9;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.thread = new Thread(this::run, "crowd");
        thread.setDaemon(true);
        thread.start();
        Waiting.until(ARRIVAL, () -> watching.get() == watchers || over ? Optional.of(true) : Optional.empty());
    }

    private static byte[] request(Home.Endpoint endpoint, String path) {
        // gzip as browsers and curl --compressed do
        return ("GET " + path + " HTTP/1.1\r\nHost: "
                        + URI.create(endpoint.http()).getAuthority() + "\r\nAuthorization: Bearer " + endpoint.token()
                        + "\r\nAccept-Encoding: gzip\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** One connection: its answer's head as far as it has come, then its body. */
    private static final class Reader {
        private final SocketChannel channel;
        private final boolean isLive;
        private final StringBuilder head = new StringBuilder();
        private long askedNanos;
        /** Bytes of the body to come; -1 while the head is read. */
        private long left = -1;

        private boolean isOk;
        /** How much of {@link #DATA} the last bytes were. */
        private int matched;

        Reader(SocketChannel channel, boolean isLive) {
            this.channel = channel;
            this.isLive = isLive;
        }
    }

    private void run() {
        try {
            for (int i = 0; i < watchers; i++) {
                send(connect(true), live);
            }
            for (int i = 0; i < CONNECTIONS && perTick > 0; i++) {
                idle.add(connect(false));
            }
            while (watching.get() < watchers && failures == 0 && !over) {
                selector.select(this::read, 100);
            }
            long tick = System.nanoTime();
            double owed = 0;
            while (!over) {
                for (long now = System.nanoTime(); now >= tick; tick += TICK_NANOS) {
                    for (owed += perTick; owed >= 1; owed--) {
                        due.add(tick);
                    }
                }
                ask();
                selector.select(this::read, Math.max(1, (tick - System.nanoTime()) / 1_000_000));
            }
        } catch (IOException e) {
            failures++;
        } finally {
            closeAll();
        }
    }

    private Reader connect(boolean isLive) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        var reader = new Reader(channel, isLive);
        channel.register(selector, SelectionKey.OP_READ, reader);
        return reader;
    }

    /** Sends what is due, on as many connections as there are; time in the queue counts. */
    private void ask() throws IOException {
        while (!due.isEmpty() && !idle.isEmpty()) {
            Reader reader = idle.remove();
            reader.askedNanos = due.remove();
            send(reader, question);
        }
    }

    private static void send(Reader reader, byte[] request) throws IOException {
        var bytes = ByteBuffer.wrap(request);
        while (bytes.hasRemaining()) {
            reader.channel.write(bytes);
        }
    }

    private void read(SelectionKey key) {
        var reader = (Reader) key.attachment();
        try {
            buffer.clear();
            int read = reader.channel.read(buffer);
            if (read < 0) {
                throw new IOException("closed");
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                take(reader);
            }
        } catch (IOException e) {
            lost(key, reader);
        }
    }

    /** Status goes on with another connection. */
    private void lost(SelectionKey key, Reader reader) {
        key.cancel();
        close(reader);
        if (over) {
            return;
        }
        failures++;
        if (!reader.isLive) {
            try {
                idle.add(connect(false));
            } catch (IOException e) {
                over = true;
            }
        }
    }

    private void take(Reader reader) {
        if (reader.left < 0) {
            head(reader);
        } else if (reader.isLive) {
            count(reader);
        } else {
            long taken = Math.min(reader.left, buffer.remaining());
            buffer.position(buffer.position() + (int) taken);
            reader.left -= taken;
        }
        if (reader.left == 0 && !reader.isLive) {
            answered(reader);
        }
    }

    private void head(Reader reader) {
        StringBuilder head = reader.head;
        while (buffer.hasRemaining()) {
            head.append((char) buffer.get());
            int length = head.length();
            if (length >= 4 && head.charAt(length - 1) == '\n' && head.charAt(length - 3) == '\n') {
                reader.isOk = head.indexOf("HTTP/1.1 200 ") == 0;
                reader.left = reader.isLive ? Long.MAX_VALUE : length(head);
                head.setLength(0);
                if (reader.isLive && reader.isOk) {
                    watching.incrementAndGet();
                } else if (reader.isLive) {
                    failures++;
                }
                return;
            }
        }
    }

    private static long length(StringBuilder head) {
        String name = "Content-Length: ";
        int at = head.indexOf(name) + name.length();
        return at < name.length() ? 0 : Long.parseLong(head.substring(at, head.indexOf("\r", at)));
    }

    private void count(Reader reader) {
        while (buffer.hasRemaining()) {
            byte next = buffer.get();
            reader.matched = next == DATA[reader.matched] ? reader.matched + 1 : next == DATA[0] ? 1 : 0;
            if (reader.matched == DATA.length) {
                messages++;
                reader.matched = 0;
            }
        }
    }

    private void answered(Reader reader) {
        if (reader.isOk && answers < MOST_ANSWERS) {
            if (answers == nanos.length) {
                nanos = java.util.Arrays.copyOf(nanos, 2 * answers);
            }
            nanos[answers++] = System.nanoTime() - reader.askedNanos;
        } else {
            failures++;
        }
        reader.left = -1;
        idle.add(reader);
    }

    private void closeAll() {
        List<SelectionKey> keys = new ArrayList<>(selector.keys());
        keys.forEach(key -> close((Reader) key.attachment()));
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(Reader reader) {
        try {
            reader.channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** They leave, and this is what they have seen. */
    Seen seen() {
        close();
        long[] sorted = java.util.Arrays.copyOf(nanos, answers);
        java.util.Arrays.sort(sorted);
        return new Seen(watching.get(), messages, answers, failures, at(sorted, 0.5), at(sorted, 0.99));
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
    }

    @Override
    public void close() {
        over = true;
        selector.wakeup();
        try {
            thread.join(END.toMillis());
            if (thread.isAlive()) {
                throw new IllegalStateException("the crowd did not leave");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
