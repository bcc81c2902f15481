package io.holdout.protocol.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdout.protocol.trial.CanonicalJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ResultRefTest {
    private static final String PACK = CanonicalJson.sha256("pack");

    @Property
    void every_result_of_a_pack_is_found_in_it(
            @ForAll @Size(min = 1, max = ResultRef.MOST_IN_PACK) Set<@IntRange(max = 1_000_000) Integer> numbers) {
        List<byte[]> results = numbers.stream()
                .map(number -> CanonicalJson.write(number).getBytes(UTF_8))
                .collect(Collectors.toList());
        byte[] pack = ResultRef.pack(results);
        for (byte[] result : results) {
            ResultRef ref = ResultRef.in(PACK, result);
            assertEquals(PACK, ref.artifact());
            assertArrayEquals(
                    result,
                    ref.read(hash -> hash.equals(PACK) ? Optional.of(pack) : Optional.empty())
                            .orElseThrow());
        }
    }

    @Test
    void a_result_alone_is_read_by_its_own_hash() {
        byte[] result = "{}".getBytes(UTF_8);
        String hash = CanonicalJson.sha256(result);
        var alone = new ResultRef(hash, "");
        assertEquals(hash, alone.artifact());
        assertArrayEquals(
                result,
                alone.read(asked -> asked.equals(hash) ? Optional.of(result) : Optional.empty())
                        .orElseThrow());
    }

    @Test
    void what_a_pack_does_not_have_or_has_cut_off_is_gone() {
        byte[] pack = ResultRef.pack(List.of("[1]".getBytes(UTF_8)));
        assertEquals(Optional.empty(), ResultRef.in(PACK, "[2]".getBytes(UTF_8)).read(hash -> Optional.of(pack)));
        assertEquals(
                Optional.empty(),
                ResultRef.in(PACK, "[1]".getBytes(UTF_8)).read(hash -> Optional.of("[1]".getBytes(UTF_8))));
        assertEquals(Optional.empty(), ResultRef.in(PACK, "[1]".getBytes(UTF_8)).read(hash -> Optional.empty()));
    }

    @Test
    void a_result_of_two_lines_would_be_torn_apart_and_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> ResultRef.pack(List.of("[1,\n2]".getBytes(UTF_8))));
    }
}
