package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.wire.WireCodec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class JournalEntryTest {
    /** {@code SweepCancelled(1700000000000)} as versions before epochs wrote it. */
    private static final String OLD = "d20101010680a0abfef962";

    private final WireCodec codec = new WireCodec();

    @Test
    void reads_the_bare_event_of_a_journal_that_is_older_than_epochs() {
        Object read = codec.read(HexFormat.of().parseHex(OLD));

        assertEquals(new JournalEntry(0, new SweepEvent.SweepCancelled(1_700_000_000_000L)), JournalEntry.of(read));
    }

    @Test
    void is_read_back_with_its_epoch_and_whichever_event() {
        for (SweepEvent event : new SweepEvent[] {new SweepEvent.SweepCancelled(1), new SweepEvent.SweepResumed(2)}) {
            var entry = new JournalEntry(7, event);

            assertEquals(entry, JournalEntry.of(codec.read(codec.write(entry))));
        }
    }

    @Test
    void refuses_what_is_no_event() {
        assertThrows(IllegalArgumentException.class, () -> JournalEntry.of("text"));
    }

    @Test
    void an_event_of_a_smaller_epoch_than_one_before_it_stops_the_reading() {
        SweepState state = Evolver.evolve(SweepState.EMPTY, new JournalEntry(3, new SweepEvent.SweepCancelled(1)));
        assertEquals(3, state.epoch());

        var refused = assertThrows(
                HoldoutException.class,
                () -> Evolver.evolve(state, new JournalEntry(2, new SweepEvent.SweepResumed(2))));

        assertTrue(refused.getMessage().contains("an event of epoch 2 follows one of epoch 3"), refused.getMessage());
    }
}
