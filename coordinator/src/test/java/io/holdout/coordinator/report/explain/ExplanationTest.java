package io.holdout.coordinator.report.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.report.ResultsFile;
import io.holdout.coordinator.report.TableChoice;
import io.holdout.coordinator.report.export.Form;
import io.holdout.protocol.failure.HoldoutException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final String UNDISTURBED = ResultsFile.write(new StoredSweeps(3, new Random(0), 0).results());

    @Property(tries = 12)
    void results_know_nothing_of_retries_nor_of_the_order_in_which_trials_ended(
            @ForAll @IntRange(min = 0, max = 9999) int seed) {
        assertEquals(UNDISTURBED, ResultsFile.write(new StoredSweeps(3, new Random(seed), 3).results()));
    }

    @Property(tries = 6)
    void tables_know_nothing_of_how_episodes_were_sharded(@ForAll @IntRange(min = 1, max = 6) int shard) {
        var results = new StoredSweeps(shard, new Random(shard), 1).results();
        var plain = ResultsFile.read(UNDISTURBED, "undisturbed");
        assertEquals(plain.evidence(), results.evidence());
        for (Form form : List.of(Form.TERMINAL, Form.MARKDOWN, Form.CSV, Form.WIDE_CSV, Form.LATEX)) {
            assertEquals(
                    new String(form.render(plain, TableChoice.USUAL, ""), java.nio.charset.StandardCharsets.UTF_8),
                    new String(form.render(results, TableChoice.USUAL, ""), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private static String explained(String row, String task) {
        var sweep = new StoredSweeps(3, new Random(5), 2);
        return Explanation.of(
                sweep.state(), sweep.outcomes(), sweep.events::forEach, row, task, millis -> "@" + millis);
    }

    @Test
    void a_number_is_walked_back_to_episodes_trials_attempts_and_code() {
        String text = explained("mm-pt conv4", "oct/disease class");
        assertTrue(text.startsWith("mm-pt conv4 on oct/disease class, sweep stored\n  AUROC in %: "), text);
        assertTrue(text.contains("over 6 episodes"), text);
        assertEquals(
                6,
                text.lines()
                        .filter(line -> line.matches(" +[0-5] +[0-9.]+ +[0-9.]+ +[0-9.]+"))
                        .count(),
                text);
        assertEquals(3, text.lines().filter(line -> line.startsWith("trial ")).count(), "a pre-training, two shards");
        assertTrue(text.contains(": mm-pt conv4 on 1 dataset (without oct)\n  succeeded, needed by 1 cells"), text);
        assertTrue(text.contains("\"dataFingerprint\":\"" + "e".repeat(64)), text);
        assertTrue(text.contains("\"recipe\":"), text);
        assertTrue(text.contains("\"seed\":0"), text);
        assertTrue(text.contains("episodes 3 to 5 drawn by {"), text);
        assertTrue(text.contains("INFRASTRUCTURE NODE_LOST: worker-1 was silent"), text);
        assertTrue(text.contains("on worker-9: started @"), text);
        assertTrue(text.contains("node node-7, cpu, 1 threads, PyTorch 2.7.1, java 17.0.1, Holdout 0.1.0"), text);
        assertTrue(text.contains("result: artifact "), text);
        assertFalse(text.contains("ALARM"));
    }

    @Test
    void a_cell_that_is_not_there_is_answered_with_those_that_are() {
        var refused = assertThrows(HoldoutException.class, () -> explained("mm-pt", "oct/disease class"));
        assertTrue(refused.getMessage().contains("there are 'random-init conv4', 'mm-pt conv4'"), refused.getMessage());
        assertThrows(HoldoutException.class, () -> explained("mm-pt conv4", "oct"));
    }
}
