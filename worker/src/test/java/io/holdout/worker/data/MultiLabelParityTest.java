package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.worker.parity.ParityFixture;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Thinning against the rule written plainly in Python: it counts every set anew, begins prefixes at 2n, and starts over
 * whenever it has dropped an image.
 */
class MultiLabelParityTest {
    static final Iterable<JsonNode> CASES = ParityFixture.of("thinning").get("cases");

    @ParameterizedTest
    @FieldSource("CASES")
    void keeps_the_images_that_the_plain_rule_keeps(JsonNode rule) {
        int columns = rule.get("labels").asInt();
        var names = new TreeMap<Integer, String>();
        IntStream.range(0, columns).forEach(i -> names.put(i, "name " + i));
        var labels = new TaskLabels(
                new TaskInfo("set", "task", TaskTarget.MULTILABEL_CLASSIFICATION, names),
                ParityFixture.ints(rule.get("table")));
        int[] needs = new int[2 * columns];
        Arrays.fill(needs, rule.get("n").asInt());
        var balance =
                new LabelBalance(labels, IntStream.range(0, columns).boxed().toList(), needs);
        int[] kept = MultiLabelDraw.thinned(ParityFixture.ints(rule.get("order")), balance);
        assertArrayEquals(ParityFixture.ints(rule.get("kept")), kept);
    }
}
