package io.holdout.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.message.AttemptProgress;
import io.holdout.protocol.message.BeatAcknowledged;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.message.TrialInput;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialId;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireCodecTest {
    private static final TrialId TRIAL = new TrialId(CanonicalJson.sha256("a trial"));
    private static final AttemptId ATTEMPT = new AttemptId("demo", TRIAL, 3);

    record Old(@Tag(1) String name, @Tag(2) int count, @Tag(4) List<String> gone) implements WireValue {}

    record New(@Tag(2) int count, @Tag(1) String name, @Tag(3) double added, @Tag(5) List<String> more)
            implements WireValue {}

    record Twice(@Tag(1) int one, @Tag(1) int other) {}

    record Untagged(int one) {}

    record Unregistered(@Tag(1) int one) implements WireValue {}

    record JavaSerializable(int one) implements Serializable {}

    private static WireCodec codecOf(Class<? extends Record> type) {
        return new WireCodec(registry -> registry.record(type, 900));
    }

    @Test
    void gives_back_equal_messages() {
        var codec = new WireCodec();
        for (Object message : List.of(
                ATTEMPT,
                new Failure(FailureClass.NUMERIC, "NOT_FINITE", "loss is NaN"),
                new AttemptProgress(ATTEMPT, 5, Long.MAX_VALUE, "epoch 1"),
                new RunAttempt(ATTEMPT, "{}", List.of(new TrialInput(TRIAL, "ab", ""))),
                new BeatAcknowledged(Long.MIN_VALUE, new ArrayList<>(List.of(ATTEMPT))))) {
            assertEquals(message, codec.read(codec.write(message)));
        }
    }

    @Test
    void reads_a_record_that_has_lost_gained_and_reordered_components() {
        byte[] old = codecOf(Old.class).write(new Old("x", 7, List.of("a", "b")));

        assertEquals(new New(7, "x", 0.0, List.of()), codecOf(New.class).read(old));
    }

    @Test
    void lets_an_older_reader_skip_what_it_does_not_know() {
        byte[] recent = codecOf(New.class).write(new New(7, "x", 0.5, List.of("more")));

        assertEquals(new Old("x", 7, List.of()), codecOf(Old.class).read(recent));
    }

    @Test
    void refuses_classes_that_nobody_registered() {
        var codec = new WireCodec();

        var error = assertThrows(IllegalArgumentException.class, () -> codec.write(new Unregistered(1)));
        assertTrue(error.getMessage().contains("not registered"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> codec.write(new JavaSerializable(1)));
    }

    @Test
    void refuses_a_record_without_tags_or_with_one_tag_twice() {
        assertThrows(IllegalStateException.class, () -> codecOf(Untagged.class).write(ATTEMPT));
        assertThrows(IllegalStateException.class, () -> codecOf(Twice.class).write(ATTEMPT));
    }

    @Test
    void refuses_an_id_that_is_taken() {
        var codec = new WireCodec(registry -> registry.record(Old.class, 101));

        assertThrows(IllegalStateException.class, () -> codec.write(ATTEMPT));
    }

    @Test
    void tells_a_class_that_only_a_newer_version_knows() {
        byte[] newer = codecOf(New.class).write(new New(7, "x", 0.5, List.of()));

        var refused = assertThrows(HoldoutException.class, () -> new WireCodec().read(newer));
        assertEquals("WRITTEN_BY_NEWER_VERSION", refused.failure().code());
        assertTrue(refused.getMessage().contains("wire class 900"), refused.getMessage());
    }

    enum Light {
        RED,
        BLUE
    }

    enum Fewer {
        RED
    }

    @Test
    void tells_a_constant_that_only_a_newer_version_knows() {
        byte[] newer = new WireCodec(registry -> registry.enumeration(Light.class, 901)).write(Light.BLUE);
        var older = new WireCodec(registry -> registry.enumeration(Fewer.class, 901));

        var refused = assertThrows(HoldoutException.class, () -> older.read(newer));
        assertEquals("WRITTEN_BY_NEWER_VERSION", refused.failure().code());
        assertTrue(refused.getMessage().contains("BLUE"), refused.getMessage());
    }

    record Retyped(@Tag(1) long name) implements WireValue {}

    @Test
    void refuses_a_component_that_changed_its_type() {
        byte[] old = codecOf(Old.class).write(new Old("a name", 7, List.of()));

        var error = assertThrows(
                RuntimeException.class, () -> codecOf(Retyped.class).read(old));
        assertTrue(error.getMessage().contains("Retyped.name has changed its type"), error.getMessage());
    }

    @Test
    void refuses_damaged_bytes_without_filling_memory() {
        var codec = new WireCodec();
        byte[] bytes = codec.write(new BeatAcknowledged(1, List.of(ATTEMPT)));
        for (int i = 0; i < bytes.length; i++) {
            byte[] cut = java.util.Arrays.copyOf(bytes, i);
            assertThrows(RuntimeException.class, () -> codec.read(cut));
        }
    }
}
