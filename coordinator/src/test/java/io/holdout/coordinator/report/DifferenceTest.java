package io.holdout.coordinator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.spec.Strategy;
import io.holdout.protocol.failure.HoldoutException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final double[] LOW = {0.50, 0.60, 0.55, 0.65, 0.52, 0.61, 0.58};
    private static final double[] HIGH = {0.60, 0.69, 0.66, 0.76, 0.61, 0.72, 0.68};

    private static Reference reference(String name, double[] numbers) {
        return Reference.of(Table.of(
                new MadeResults(1).line(Strategy.MM_PT, "", column -> numbers).results(name), TableChoice.USUAL));
    }

    @Test
    void shared_episodes_are_compared_in_pairs() {
        Difference difference = Difference.of(reference("a", LOW), reference("b", HIGH), Metric.AUROC)
                .get(0);
        assertEquals(7, difference.paired());
        assertEquals(0.71 / 7, difference.difference().getAsDouble(), 1e-9);
        assertTrue(difference.isSignificant());
        assertEquals(0.015625, difference.p().getAsDouble(), 1e-9, "all seven of one sign");
    }

    @Test
    void a_number_from_a_file_is_compared_by_both_intervals() {
        Reference file = Reference.ofCsv(
                "strategy,backbone,dataset,task,mean,ci95,remark\nmm-pt,conv4,d00,task_0,0.70,0.03,\"a, b\"\n",
                "paper.csv");
        Difference difference =
                Difference.of(reference("a", LOW), file, Metric.AUROC).get(0);
        assertEquals(0, difference.paired());
        double half = reference("a", LOW)
                .numbers()
                .values()
                .iterator()
                .next()
                .interval()
                .getAsDouble();
        assertEquals(
                2 * Math.hypot(half, 0.03),
                difference.interval().orElseThrow().high()
                        - difference.interval().orElseThrow().low(),
                1e-12);
        assertTrue(difference.isSignificant());
    }

    @Test
    void cells_of_one_side_only_are_shown_without_a_difference() {
        Reference file = Reference.ofCsv("strategy,backbone,dataset,task,mean\nimagenet,resnet18,x,y,0.7\n", "p.csv");
        List<Difference> all = Difference.of(reference("a", LOW), file, Metric.AUROC);
        assertEquals(2, all.size());
        assertEquals(OptionalDouble.empty(), all.get(1).first());
        assertFalse(all.get(0).isSignificant());
        String text = DifferenceText.terminal(reference("a", LOW), file, Metric.AUROC, all, List.of());
        assertTrue(text.contains("2 are in one only") && text.contains("do not differ"), text);
    }

    @Test
    void what_the_csv_export_writes_can_be_a_reference() {
        Results results = new MadeResults(2)
                .line(Strategy.MM_PT, "lr 0.1, 50 steps", column -> HIGH)
                .results();
        Table table = Table.of(results, TableChoice.USUAL);
        List<Difference> all =
                Difference.of(Reference.of(table), Reference.ofCsv(TableText.csv(table), "export.csv"), Metric.AUROC);
        assertEquals(2, all.size());
        assertTrue(all.stream().allMatch(each -> Math.abs(each.difference().getAsDouble()) < 1e-6), all.toString());
        String csv = DifferenceText.csv(all);
        assertEquals(3, csv.lines().count());
        assertTrue(csv.contains("\n\"mm-pt conv4, lr 0.1, 50 steps\",d00/task_0,"), csv);
    }

    @Test
    void a_bad_reference_is_refused_by_file_line_and_value() {
        Map<String, String> bad = Map.of(
                "", "x.csv:1: is empty",
                "strategy,backbone,task,mean\n", "x.csv:1: has no column 'dataset'",
                "strategy,backbone,dataset,task,mean\na,b,c,d\n", "x.csv:2: has 4 fields, the header 5",
                "strategy,backbone,dataset,task,mean\na,b,c,d,seventy\n", "x.csv:2: mean 'seventy' is no number",
                "strategy,backbone,dataset,task,mean\na,b,c,d,NaN\n", "x.csv:2: mean 'NaN' is no number",
                "strategy,backbone,dataset,task,mean\na,\"b,c,d,1\n", "x.csv:2: a quote is not closed");
        bad.forEach((text, message) -> {
            var refused = assertThrows(HoldoutException.class, () -> Reference.ofCsv(text, "x.csv"), text);
            assertTrue(refused.getMessage().contains(message), refused.getMessage());
        });
    }

    @Test
    void origins_differ_by_setting_data_weights_and_version() {
        var first = new Origin("a", "1", "0.1.0", tree("episodes", "20"), tree("bus", "aa"), tree("resnet18", "00"));
        var second = new Origin("b", "2", "0.2.0", tree("episodes", "100"), tree("bus", "bb"), tree("resnet18", "00"));
        assertEquals(
                List.of("episodes: 20 -> 100", "data of bus: aa -> bb", "version: 0.1.0 -> 0.2.0"),
                first.differencesTo(second));
        assertEquals(List.of(), first.differencesTo(first));
    }

    private static TreeMap<String, String> tree(String key, String value) {
        return new TreeMap<>(Map.of(key, value));
    }
}
