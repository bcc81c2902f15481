package io.holdout.worker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LookaheadTest {
    private static final long MILLISECOND = 1_000_000;

    private final Lookahead lookahead = new Lookahead(4);

    @Test
    void wants_nothing_ahead_before_anything_has_ended() {
        assertEquals(0, lookahead.orders());
    }

    @Test
    void wants_a_fifth_of_a_second_of_work_for_every_slot() {
        lookahead.ended(20 * MILLISECOND);

        assertEquals(4 * 10, lookahead.orders());
    }

    @Test
    void wants_one_for_every_slot_while_a_turn_is_a_percent_of_a_trial() {
        lookahead.ended(1_000 * MILLISECOND);

        assertEquals(4, lookahead.orders());
    }

    @Test
    void wants_nothing_ahead_while_trials_take_long() {
        lookahead.ended(10_000 * MILLISECOND);

        assertEquals(0, lookahead.orders());
    }

    @Test
    void wants_no_more_than_its_bound_however_short_trials_are() {
        lookahead.ended(0);

        assertEquals(lookahead.most(), lookahead.orders());
        assertEquals(4 * 31, lookahead.most());
    }

    @Test
    void forgets_how_short_trials_were_after_some_long_ones() {
        for (int i = 0; i < 1_000; i++) {
            lookahead.ended(MILLISECOND);
        }
        for (int i = 0; i < 5; i++) {
            lookahead.ended(10_000 * MILLISECOND);
        }

        assertEquals(0, lookahead.orders());
        for (int i = 0; i < 300; i++) {
            lookahead.ended(MILLISECOND);
        }
        assertTrue(lookahead.orders() > 100, "and the other way round");
    }
}
