package io.holdout.worker.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.trial.TrialId;
import io.holdout.worker.learn.Checkpoints.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialCheckpointsTest {
    private static final TrialId TRIAL = new TrialId("0123456789abcdef".repeat(4));
    private static final Duration EVERY = Duration.ofSeconds(60);

    @TempDir
    Path root;

    private final AtomicLong nanos = new AtomicLong(1);

    private TrialCheckpoints checkpoints() {
        return new CheckpointFolder(root, EVERY, nanos::get).of(TRIAL);
    }

    private Path folder() {
        return root.resolve(TRIAL.hex());
    }

    private static Map<String, Supplier<byte[]>> parts(String... namesAndTexts) {
        var parts = new java.util.HashMap<String, Supplier<byte[]>>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            String text = namesAndTexts[i + 1];
            parts.put(namesAndTexts[i], () -> text.getBytes(StandardCharsets.UTF_8));
        }
        return parts;
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void another_process_finds_what_was_saved() {
        checkpoints().save(7, "{\"a\":1}", parts("state-7", "seven", "weights-1", "one"));
        Checkpoint found = checkpoints().latest().orElseThrow();
        assertEquals("{\"a\":1}", found.facts());
        assertArrayEquals(
                "seven".getBytes(StandardCharsets.UTF_8), found.parts().get("state-7"));
        assertArrayEquals("one".getBytes(StandardCharsets.UTF_8), found.parts().get("weights-1"));
    }

    @Test
    void a_damaged_one_falls_back_to_the_one_before() throws IOException {
        var saving = checkpoints();
        saving.save(1, "first", parts("state-1", "one"));
        saving.save(2, "second", parts("state-2", "two"));
        Files.writeString(folder().resolve("state-2.safetensors"), "twO");
        assertEquals("first", checkpoints().latest().orElseThrow().facts());
        Files.delete(folder().resolve("state-1.safetensors"));
        assertTrue(checkpoints().latest().isEmpty());
    }

    @Test
    void an_index_that_is_cut_off_or_of_another_trial_counts_as_none() throws IOException {
        checkpoints().save(1, "first", parts("state-1", "one"));
        Path index = folder().resolve("000000000001.json");
        String text = Files.readString(index);
        Files.writeString(folder().resolve("000000000002.json"), text.substring(0, text.length() / 2));
        Files.writeString(folder().resolve("000000000003.json"), text.replace(TRIAL.hex(), "f".repeat(64)));
        Files.writeString(folder().resolve("000000000004.json"), text.replace("state-1", "../state-1"));
        assertEquals("first", checkpoints().latest().orElseThrow().facts());
    }

    @Test
    void one_turned_bit_anywhere_in_an_index_falls_back_to_the_one_before() throws IOException {
        var saving = checkpoints();
        saving.save(1, "first", parts("state-1", "one"));
        saving.save(2, "{\"lossSum\":0.5}", parts("state-2", "two"));
        Path index = folder().resolve("000000000002.json");
        byte[] whole = Files.readAllBytes(index);
        for (int place = 0; place < whole.length; place++) {
            byte[] damaged = whole.clone();
            damaged[place] ^= 1;
            Files.write(index, damaged);
            assertEquals("first", checkpoints().latest().orElseThrow().facts(), "place " + place);
        }
        Files.write(index, whole);
        assertEquals("{\"lossSum\":0.5}", checkpoints().latest().orElseThrow().facts());
    }

    @Test
    void a_part_that_was_damaged_is_written_anew_when_it_comes_again() throws IOException {
        checkpoints().save(1, "first", parts("state-1", "one"));
        Files.writeString(folder().resolve("state-1.safetensors"), "damaged");
        var next = checkpoints();
        assertTrue(next.latest().isEmpty());
        next.save(1, "first again", parts("state-1", "one"));
        assertEquals("first again", checkpoints().latest().orElseThrow().facts());
    }

    @Test
    void keeps_two_and_the_parts_they_share() throws IOException {
        var saving = checkpoints();
        for (int position = 1; position <= 4; position++) {
            String best = position < 3 ? "weights-1" : "weights-3";
            saving.save(position, "{}", parts("state-" + position, "s", best, "w"));
        }
        assertEquals(
                List.of(
                        "000000000003.json",
                        "000000000004.json",
                        "state-3.safetensors",
                        "state-4.safetensors",
                        "weights-3.safetensors"),
                files());
    }

    @Test
    void makes_no_part_twice() {
        var made = new AtomicLong();
        var saving = checkpoints();
        Supplier<byte[]> part = () -> new byte[] {(byte) made.incrementAndGet()};
        saving.save(1, "{}", Map.of("weights-1", part));
        saving.save(2, "{}", Map.of("weights-1", part));
        assertEquals(1, made.get());
    }

    @Test
    void is_due_when_its_time_has_come_or_on_demand() {
        var saving = checkpoints();
        assertFalse(saving.due());
        nanos.addAndGet(EVERY.toNanos());
        assertTrue(saving.due());
        saving.save(1, "{}", Map.of());
        assertFalse(saving.due());
        saving.demand();
        assertTrue(saving.due());
        saving.save(2, "{}", Map.of());
        assertFalse(saving.due());
    }

    @Test
    void what_cannot_be_written_does_not_stop_the_trial_nor_spoil_what_is_there() throws IOException {
        var saving = checkpoints();
        saving.save(1, "first", parts("state-1", "one"));
        // a folder stands where the part should go
        Files.createDirectories(folder().resolve("state-2.safetensors").resolve("x"));
        saving.save(2, "second", parts("state-2", "two"));
        assertFalse(saving.due(), "it waits its time before it tries again");
        assertEquals("first", checkpoints().latest().orElseThrow().facts());
    }

    @Test
    void a_finished_trial_leaves_nothing() {
        var saving = checkpoints();
        saving.save(1, "{}", parts("state-1", "one"));
        saving.discard();
        assertFalse(Files.exists(folder()));
        saving.discard();
    }
}
