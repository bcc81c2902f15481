package io.holdout.coordinator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdout.coordinator.plan.Plan;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.TrialKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TableTextTest {
    private static final String THREE = "strategies: [random-init, mm-pt, supervised]\nepisodes: 4\n";

    /** mm-pt is better everywhere; each episode differs by 0.02 from the one before. */
    private static Table complete() {
        Plan plan = Sweeps.small(THREE);
        return Table.of(plan, index -> finished(plan, index));
    }

    private static Outcome finished(Plan plan, int index) {
        var trial = plan.trials().get(index);
        double base = trial.spec().trialKind() == TrialKind.SUPERVISED
                ? 0.9
                : trial.dependencies().isEmpty() ? 0.6 : 0.7;
        return Sweeps.done(trial.spec(), episode -> base + 0.02 * episode);
    }

    /** As {@link #complete()}, but mm-pt failed on one task and runs on another. */
    private static Table incomplete() {
        Plan plan = Sweeps.small(THREE);
        return Table.of(plan, index -> {
            var trial = plan.trials().get(index);
            if (!(trial.spec() instanceof AdaptSpec adapt)
                    || trial.dependencies().isEmpty()) {
                return finished(plan, index);
            }
            return switch (adapt.target().toString()) {
                case "bus/malignancy" ->
                    new Outcome.Failed(
                            new Failure(FailureClass.RESOURCE, "OUT_OF_MEMORY", "no room for \"batch\", 8 GiB"));
                case "oct/disease class" -> new Outcome.Running();
                default -> finished(plan, index);
            };
        });
    }

    @Test
    void the_terminal_shows_one_line_a_task() {
        assertEquals(
                """
                small: AUROC in %, mean over episodes (95% interval)
                * not significantly worse than the best few-shot row (Wilcoxon signed-rank over shared episodes, Holm, 5%; the best alone where fewer than 6 are shared)

                                    random-init  mm-pt         supervised
                                    conv4        conv4         conv4
                ─────────────────────────────────────────────────────────
                bus
                  case category      63.0 (2.5)   73.0 (2.5)*   90.0
                  malignancy         63.0 (2.5)   73.0 (2.5)*   90.0
                oct
                  disease class      63.0 (2.5)   73.0 (2.5)*   90.0
                ─────────────────────────────────────────────────────────
                average of 3 tasks   63.0         73.0          90.0
                average rank         2.00         1.00             –
                """,
                TableText.terminal(complete()));
    }

    @Test
    void the_terminal_names_what_is_missing() {
        assertEquals(
                """
                small: AUROC in %, mean over episodes (95% interval)
                * not significantly worse than the best few-shot row (Wilcoxon signed-rank over shared episodes, Holm, 5%; the best alone where fewer than 6 are shared)
                INCOMPLETE: 2 of 9 cells have no number (1 RUNNING, 1 FAILED)

                                   random-init  mm-pt         supervised
                                   conv4        conv4         conv4
                ────────────────────────────────────────────────────────
                bus
                  case category     63.0 (2.5)   73.0 (2.5)*   90.0
                  malignancy        63.0 (2.5)  FAILED         90.0
                oct
                  disease class     63.0 (2.5)  RUNNING        90.0
                ────────────────────────────────────────────────────────
                average of 1 task   63.0         73.0          90.0
                average rank        2.00         1.00             –

                Without a number:
                  mm-pt conv4 on bus/malignancy: FAILED, OUT_OF_MEMORY: no room for "batch", 8 GiB
                  mm-pt conv4 on oct/disease class: RUNNING, 1 of 2 trials done
                """,
                TableText.terminal(incomplete()));
    }

    @Test
    void the_terminal_marks_the_best_by_bold_where_colour_is_wanted() {
        String text = TableText.terminal(complete(), 100, true);
        assertTrue(text.contains("\u001b[1m 73.0 (2.5)\u001b[0m"), text);
        assertTrue(!text.contains("*"), text);
        assertTrue(text.contains("\nbold: not significantly worse"), text);
    }

    @Test
    void rows_that_do_not_fit_the_width_go_into_further_blocks() {
        String text = TableText.terminal(complete(), 50, false);
        assertTrue(
                text.lines().allMatch(line -> line.length() <= 50 || line.contains("AUROC") || line.startsWith("* ")),
                text);
        assertEquals(
                2, text.lines().filter(line -> line.startsWith("average rank")).count());
    }

    @Test
    void markdown_is_a_table_with_the_best_in_bold() {
        assertEquals(
                """
                **small**: AUROC in %, mean over episodes (95% interval). **Bold**: not significantly worse than the best few-shot row (Wilcoxon signed-rank over shared episodes, Holm, 5%; the best alone where fewer than 6 are shared).

                | dataset | task | random-init conv4 | mm-pt conv4 | supervised conv4 |
                |---|---|--:|--:|--:|
                | bus | case category | 63.0 (2.5) | **73.0 (2.5)** | 90.0 |
                | bus | malignancy | 63.0 (2.5) | **73.0 (2.5)** | 90.0 |
                | oct | disease class | 63.0 (2.5) | **73.0 (2.5)** | 90.0 |
                |  | *average of 3 tasks* | 63.0 | 73.0 | 90.0 |
                |  | *average rank* | 2.00 | 1.00 | – |
                """,
                TableText.markdown(complete()));
    }

    @Test
    void markdown_marks_an_incomplete_table() {
        assertEquals(
                """
                **small**: AUROC in %, mean over episodes (95% interval). **Bold**: not significantly worse than the best few-shot row (Wilcoxon signed-rank over shared episodes, Holm, 5%; the best alone where fewer than 6 are shared).

                > **INCOMPLETE: 2 of 9 cells have no number (1 RUNNING, 1 FAILED)**

                | dataset | task | random-init conv4 | mm-pt conv4 | supervised conv4 |
                |---|---|--:|--:|--:|
                | bus | case category | 63.0 (2.5) | **73.0 (2.5)** | 90.0 |
                | bus | malignancy | 63.0 (2.5) | *FAILED* | 90.0 |
                | oct | disease class | 63.0 (2.5) | *RUNNING* | 90.0 |
                |  | *average of 1 task* | 63.0 | 73.0 | 90.0 |
                |  | *average rank* | 2.00 | 1.00 | – |

                - mm-pt conv4 on bus/malignancy: FAILED, OUT_OF_MEMORY: no room for "batch", 8 GiB
                - mm-pt conv4 on oct/disease class: RUNNING, 1 of 2 trials done
                """,
                TableText.markdown(incomplete()));
    }

    @Test
    void csv_has_one_line_a_cell_and_quotes_by_rfc_4180() {
        String[] lines = TableText.csv(incomplete()).split("\n");
        assertEquals(1 + 9, lines.length);
        assertEquals(
                "sweep,strategy,backbone,variant,shots,group,task,target,metric,mean,ci95,boot_low,boot_high,sd,"
                        + "episodes,undefined_episodes,best,marked,p_best,status,reason,table",
                lines[0]);
        assertTrue(
                lines[1].matches("small,random-init,conv4,,5,bus,case category,multi-class,auroc,0.630000,0.025303,"
                        + "0\\.6[0-9]{5},0\\.6[0-9]{5},0.025820,4,0,false,false,,DONE,,incomplete"),
                lines[1]);
        assertTrue(lines[4].contains(",4,0,true,true,,DONE,"), lines[4]);
        assertEquals(
                "small,mm-pt,conv4,,5,bus,malignancy,binary,auroc,,,,,,,,,,,FAILED,"
                        + "\"OUT_OF_MEMORY: no room for \"\"batch\"\", 8 GiB\",incomplete",
                lines[5]);
        assertEquals(
                "small,supervised,conv4,,,bus,case category,multi-class,auroc,0.900000,,,,,0,0,false,false,,DONE,,"
                        + "incomplete",
                lines[7]);
    }

    @Test
    void a_variant_with_a_comma_stays_one_field_of_csv() {
        Plan plan = Sweeps.small("strategies: random-init\nseed: [0, 1]\nfine_tune: {steps: [50, 100]}\n");
        String text = TableText.csv(Table.of(plan, index -> new Outcome.NotRun()));
        assertTrue(text.contains("\nsmall,random-init,conv4,\"seed 1, 100 steps\",5,bus,"), text);
    }

    @Test
    void json_has_its_form_and_state_first() throws Exception {
        String text = TableText.json(incomplete());
        assertTrue(text.startsWith("{\n  \"format\" : \"holdout-table/2\",\n  \"sweep\" : \"small\",\n"), text);
        var json = new ObjectMapper().readTree(text);
        assertEquals(false, json.path("complete").asBoolean());
        assertEquals(7, json.path("cells_done").asInt());
        assertEquals(
                "{\"task\":\"bus/malignancy\",\"status\":\"FAILED\","
                        + "\"reason\":\"OUT_OF_MEMORY: no room for \\\"batch\\\", 8 GiB\"}",
                json.at("/rows/1/cells/1").toString());
        assertTrue(text.contains("\"mean\" : 0.630000,"), text);
        assertEquals(true, json.at("/rows/1/cells/0/marked").asBoolean());
        assertEquals(true, json.at("/rows/2/cells/0/ci95").isNull());
    }

    @Test
    void every_form_of_an_incomplete_table_says_so() {
        assertTrue(TableText.terminal(incomplete()).contains("INCOMPLETE"));
        assertTrue(TableText.markdown(incomplete()).contains("INCOMPLETE"));
        assertTrue(TableText.json(incomplete()).contains("\"complete\" : false"));
        assertTrue(TableText.latex(incomplete()).contains("INCOMPLETE"));
        assertTrue(TableText.wideCsv(incomplete()).lines().skip(1).allMatch(line -> line.endsWith(",incomplete")));
        assertTrue(TableText.csv(incomplete()).lines().skip(1).allMatch(line -> line.endsWith(",incomplete")));
    }

    @Test
    void the_bytes_do_not_depend_on_the_locale() {
        Locale before = Locale.getDefault();
        var plain = renderings(complete());
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertEquals(plain, renderings(complete()));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Property(tries = 20)
    void the_table_does_not_depend_on_how_episodes_were_cut_into_trials(
            @ForAll @IntRange(min = 1, max = 12) int shard) {
        String text = "strategies: [random-init, mm-pt]\nepisodes: 10\nfine_tune: {episodes_per_trial: %d}\n";
        assertEquals(cells(Sweeps.small(text.formatted(10))), cells(Sweeps.small(text.formatted(shard))));
    }

    private static List<List<Cell>> cells(Plan plan) {
        return Table.of(plan, index -> Sweeps.drawn(plan.trials().get(index))).cells();
    }

    @Property(tries = 20)
    void the_bytes_do_not_depend_on_the_order_in_which_results_came(@ForAll @IntRange(min = 0, max = 1000) int seed) {
        Plan plan =
                Sweeps.small("strategies: [random-init, mm-pt]\nepisodes: 10\nfine_tune: {episodes_per_trial: 3}\n");
        var order = new ArrayList<Integer>();
        plan.trials().forEach(trial -> order.add(trial.index()));
        Collections.shuffle(order, new Random(seed));
        var arrived = new HashMap<Integer, Outcome>();
        order.forEach(index -> arrived.put(index, Sweeps.drawn(plan.trials().get(index))));
        Table undisturbed = Table.of(plan, index -> Sweeps.drawn(plan.trials().get(index)));
        assertEquals(renderings(undisturbed), renderings(Table.of(plan, arrived::get)));
    }

    private static List<String> renderings(Table table) {
        return List.of(
                TableText.terminal(table),
                TableText.markdown(table),
                TableText.csv(table),
                TableText.wideCsv(table),
                TableText.json(table),
                TableText.latex(table));
    }
}
