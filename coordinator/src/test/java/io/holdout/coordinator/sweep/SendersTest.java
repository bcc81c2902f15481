package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.message.NodeInfo;
import org.junit.jupiter.api.Test;

class SendersTest {
    private static NodeInfo node(long pid) {
        return new NodeInfo("host", pid, "cpu", "PyTorch", 1, "17", "0.1.0");
    }

    @Test
    void results_of_one_process_share_its_words() {
        NodeInfo first = node(1);
        NodeInfo sameAgain = node(1);
        assertNotSame(first, sameAgain);
        Senders after =
                Senders.NONE.plus("worker", first, "pack").plus(new String("worker"), sameAgain, new String("pack"));
        assertSame(first, after.of("worker").node());
        assertSame("pack", after.of("worker").pack());
        assertSame(
                first, after.plus("worker", node(1), "next pack").of("worker").node());
    }

    @Test
    void a_worker_that_starts_anew_elsewhere_is_known_from_there() {
        Senders after = Senders.NONE.plus("worker", node(1), "a").plus("worker", node(2), "b");
        assertEquals(node(2), after.of("worker").node());
        assertEquals("b", after.of("worker").pack());
        assertNull(after.plus("worker", null, "").of("worker").node());
    }

    @Test
    void workers_that_come_and_go_do_not_fill_the_memory() {
        Senders senders = Senders.NONE;
        for (int i = 0; i < 3 * Senders.MOST; i++) {
            senders = senders.plus("worker-" + i, node(i), "");
            assertEquals(node(i), senders.of("worker-" + i).node());
            assertTrue(senders.byWorker().size() <= Senders.MOST);
        }
    }
}
