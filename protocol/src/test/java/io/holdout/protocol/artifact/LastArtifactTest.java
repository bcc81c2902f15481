package io.holdout.protocol.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdout.protocol.trial.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastArtifactTest {
    private final List<String> asked = new ArrayList<>();

    @Test
    void a_pack_is_fetched_once_for_all_of_its_results_that_follow_each_other() {
        List<byte[]> results = List.of("[1]".getBytes(UTF_8), "[2]".getBytes(UTF_8), "[3]".getBytes(UTF_8));
        String pack = CanonicalJson.sha256("pack");
        var artifacts = new LastArtifact(hash -> {
            asked.add(hash);
            return Optional.of(hash.equals(pack) ? ResultRef.pack(results) : "[4]".getBytes(UTF_8));
        });
        for (byte[] result : results) {
            assertArrayEquals(result, artifacts.read(ResultRef.in(pack, result)).orElseThrow());
        }
        assertEquals(List.of(pack), asked);

        String other = CanonicalJson.sha256("[4]");
        assertArrayEquals(
                "[4]".getBytes(UTF_8), artifacts.read(new ResultRef(other, "")).orElseThrow());
        assertArrayEquals(
                results.get(0),
                artifacts.read(ResultRef.in(pack, results.get(0))).orElseThrow());
        assertEquals(List.of(pack, other, pack), asked);
    }

    @Test
    void what_is_not_there_is_asked_for_once_too() {
        var artifacts = new LastArtifact(hash -> {
            asked.add(hash);
            return Optional.empty();
        });
        String gone = CanonicalJson.sha256("gone");
        assertEquals(Optional.empty(), artifacts.read(new ResultRef(gone, "")));
        assertEquals(Optional.empty(), artifacts.read(ResultRef.in(gone, "[1]".getBytes(UTF_8))));
        assertEquals(Optional.empty(), artifacts.read(ResultRef.in(gone, "[2]".getBytes(UTF_8))));
        assertEquals(List.of(gone), asked);
    }

    @Test
    void what_a_pack_does_not_hold_is_gone() {
        String pack = CanonicalJson.sha256("pack");
        var artifacts = new LastArtifact(hash -> Optional.of(ResultRef.pack(List.of("[1]".getBytes(UTF_8)))));
        assertEquals(Optional.empty(), artifacts.read(ResultRef.in(pack, "[2]".getBytes(UTF_8))));
    }
}
