package io.holdout.coordinator.sweep;

import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.message.ToWorkerBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Collects what workers are told, so that each gets few messages instead of many; one that does not take batches gets all of
 * them one by one. The order of what one worker is told stays. Not thread-safe.
 *
 * @param <W> address of a worker
 */
final class Outbox<W> {
    /** Far below Artery's largest frame, which an order by itself must fit into as well. */
    private static final int MOST_CHARACTERS = 128 * 1024;

    private static final int MOST_MESSAGES = 256;
    /** What an input takes, or a message besides its specification and inputs: more than they do. */
    private static final int SMALL_CHARACTERS = 256;

    private final BiConsumer<W, ToWorker> sender;
    private final Map<W, Waiting> waiting = new LinkedHashMap<>();

    private static final class Waiting {
        private final List<ToWorker> messages = new ArrayList<>();
        private int characters;
    }

    Outbox(BiConsumer<W, ToWorker> sender) {
        this.sender = sender;
    }

    /** @param takesBatches whether the worker is known to understand several messages as one */
    void put(W worker, boolean takesBatches, ToWorker message) {
        var mine = waiting.computeIfAbsent(worker, each -> new Waiting());
        if (!takesBatches) {
            // one that does may have sent a report alone, and not have said so: what waits for it comes before
            send(worker, mine);
            sender.accept(worker, message);
            return;
        }
        int characters = characters(message);
        if (mine.characters + characters > MOST_CHARACTERS || mine.messages.size() == MOST_MESSAGES) {
            send(worker, mine);
        }
        mine.messages.add(message);
        mine.characters += characters;
    }

    /** Sends what waits. */
    void send() {
        waiting.forEach(this::send);
        waiting.clear();
    }

    private void send(W worker, Waiting mine) {
        if (mine.messages.size() == 1) {
            sender.accept(worker, mine.messages.get(0));
        } else if (!mine.messages.isEmpty()) {
            sender.accept(worker, new ToWorkerBatch(mine.messages));
        }
        mine.messages.clear();
        mine.characters = 0;
    }

    private static int characters(ToWorker message) {
        return message instanceof RunAttempt order
                ? order.spec().length() + SMALL_CHARACTERS * (1 + order.inputs().size())
                : SMALL_CHARACTERS;
    }
}
