package io.holdout.coordinator.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.report.MadeResults;
import io.holdout.coordinator.report.TableChoice;
import io.holdout.coordinator.spec.Strategy;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final Strategy[] FEW_SHOT = {
        Strategy.RANDOM_INIT, Strategy.IMAGENET, Strategy.MM_PT, Strategy.MM_MAML
    };

    /** MedIMeta's whole table: 54 tasks, 12 rows, 100 episodes. */
    static MadeResults medimeta() {
        var made = new MadeResults(54);
        for (int row = 0; row < 12; row++) {
            int at = row;
            made.line(FEW_SHOT[row % 4], "resnet" + (row / 4), "", column -> new SplittableRandom(100L * at + column)
                    .doubles(100, 0.4 + 0.02 * at, 1)
                    .toArray());
        }
        return made;
    }

    @Test
    void the_whole_of_medimeta_takes_less_than_three_seconds_of_work() {
        var results = medimeta().results();
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        long started = System.nanoTime();
        String html = HtmlReport.render(results, TableChoice.USUAL);
        double seconds = (threads.getCurrentThreadCpuTime() - before) / 1e9;
        System.out.printf(
                java.util.Locale.ROOT,
                "54 tasks x 12 rows x 100 episodes: %d KiB of HTML, %.2f s of CPU, %.2f s%n",
                html.length() / 1024,
                seconds,
                (System.nanoTime() - started) / 1e9);
        assertTrue(seconds < 3, "took " + seconds + " s of CPU");
        assertEquals(54 * 12, html.split("class=\"n i-heat", -1).length - 1);
        assertEquals(html, HtmlReport.render(results, TableChoice.USUAL));
    }

    @Test
    void a_name_is_never_markup() {
        var made = new MadeResults(2)
                .line(Strategy.MM_PT, "<script>alert(1)</script>", column -> new double[] {0.5, 0.6})
                .line(Strategy.MM_MAML, "\" onload=\"x", column -> new double[] {0.5, 0.6});
        String html = HtmlReport.render(made.results("a <b> & c"), TableChoice.USUAL);
        assertFalse(html.contains("<script>alert"), html);
        assertFalse(html.contains("\" onload="), html);
        assertTrue(html.contains("a &lt;b&gt; &amp; c"));
    }

    @Test
    void it_names_no_host() {
        String html = HtmlReport.render(medimeta().results(), TableChoice.USUAL);
        assertFalse(html.contains("http:") || html.contains("https:") || html.contains("src="));
        assertTrue(html.contains("default-src 'none'"));
    }

    @Test
    void an_incomplete_table_says_so_and_lists_what_is_missing() {
        var made = new MadeResults(2)
                .line(Strategy.MM_PT, "", column -> new double[] {0.5, 0.6})
                .line(
                        Strategy.MM_MAML,
                        "",
                        column -> column == 0 ? new double[] {Double.NaN} : new double[] {0.5, 0.7});
        String html = HtmlReport.render(made.results(), TableChoice.USUAL);
        assertTrue(html.contains("role=\"alert\">INCOMPLETE: 1 of 4 cells has no number"), html);
        assertTrue(html.contains("<li>mm-maml conv4 on d00/task_0: NOT RUN, 0 of 1 trials done</li>"), html);
    }
}
