package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class InterleavingTest {
    @Property(tries = 60)
    void an_epoch_passes_every_sample_of_every_source_once(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 2, max = 70) Integer> sizes,
            @ForAll @IntRange(min = 2, max = 16) int batchSize,
            @ForAll long seed) {
        var batches = new Interleaving(orders(sizes), batchSize, seed);
        var seen = new ArrayList<List<Integer>>();
        sizes.forEach(size -> seen.add(new ArrayList<>()));
        while (batches.batchesLeft() > 0) {
            var batch = batches.next();
            assertTrue(batch.samples().length >= 2, "batch norm needs two samples");
            assertTrue(batch.samples().length <= batchSize + 1);
            Arrays.stream(batch.samples()).forEach(seen.get(batch.source())::add);
        }
        for (int source = 0; source < sizes.size(); source++) {
            assertEquals(IntStream.range(0, sizes.get(source)).boxed().toList(), seen.get(source));
        }
    }

    @Test
    void a_source_is_drawn_in_proportion_to_the_batches_it_has_left() {
        int large = 0;
        for (int seed = 0; seed < 2000; seed++) {
            large += new Interleaving(orders(List.of(90, 30)), 10, seed).next().source() == 0 ? 1 : 0;
        }
        assertEquals(0.75, large / 2000.0, 0.04);
    }

    private static List<int[]> orders(List<Integer> sizes) {
        return sizes.stream().map(size -> IntStream.range(0, size).toArray()).toList();
    }
}
