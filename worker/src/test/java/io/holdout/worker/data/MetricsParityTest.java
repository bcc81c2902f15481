package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.worker.parity.ParityFixture;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Scores against those of scikit-learn; many cases have ties, some lack classes or all positives of a label. */
class MetricsParityTest {
    private static final Map<String, TaskTarget> TARGETS = Map.of(
            "multiclass", TaskTarget.MULTICLASS_CLASSIFICATION,
            "ordinal", TaskTarget.ORDINAL_REGRESSION,
            "binary", TaskTarget.BINARY_CLASSIFICATION,
            "multilabel", TaskTarget.MULTILABEL_CLASSIFICATION);

    static final Iterable<JsonNode> CASES = ParityFixture.of("metrics").get("cases");

    @ParameterizedTest
    @FieldSource("CASES")
    void scores_as_scikit_learn_does(JsonNode found) {
        TaskTarget target = TARGETS.get(found.get("target").asText());
        int[] values = ParityFixture.ints(found.get("values"));
        int columns = target == TaskTarget.MULTILABEL_CLASSIFICATION
                ? found.get("classes").asInt()
                : 1;
        var targets = new Targets(target, found.get("classes").asInt(), values.length / columns, values);
        Scores scores = Metrics.score(targets, ParityFixture.floats(found.get("logits")));
        JsonNode auroc = found.get("auroc");
        assertEquals(auroc.isNull() ? Double.NaN : auroc.asDouble(), scores.auroc(), 1e-12);
        assertEquals(found.get("accuracy").asDouble(), scores.accuracy(), 1e-12);
    }
}
