package io.holdout.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every benchmark of a hot path runs, in this process and for a moment. */
class MicroBenchmarkTest {
    static {
        // another build's test, or a measurement, may run on this machine: no number is looked at here
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void every_one_but_those_of_serialization_runs() throws Exception {
        List<MicroBenchmark.Measured> all =
                MicroBenchmark.run("(Sweep|Table|Sampler|Reader)Micro.*", MicroBenchmark.Effort.SMOKE);
        assertTrue(all.stream().allMatch(each -> each.nanos() > 0), all.toString());
        var names = all.stream().map(MicroBenchmark.Measured::what).collect(Collectors.toSet());
        assertEquals(8, names.size(), names.toString());
    }

    @Test
    void every_value_is_written_and_read_in_every_form() {
        List<SerializationMicro.Size> sizes = SerializationMicro.sizes();
        assertEquals(15, sizes.size());
        assertTrue(sizes.stream().allMatch(each -> each.bytes() > 0), sizes.toString());
    }
}
