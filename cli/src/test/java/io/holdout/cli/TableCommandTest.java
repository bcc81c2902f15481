package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.report.MadeResults;
import io.holdout.coordinator.report.ResultsFile;
import io.holdout.coordinator.report.export.Form;
import io.holdout.coordinator.spec.Strategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of files that hold results; no sweep runs. */
class TableCommandTest {
    @TempDir
    private Path folder;

    private final Typed typed = new Typed();
    private String whole;
    private String holey;

    @BeforeEach
    void two_files_of_results() throws Exception {
        whole = keep("whole", 1, false);
        holey = keep("holey", 2, true);
    }

    private String keep(String name, int seed, boolean hole) throws Exception {
        var made = new MadeResults(4);
        for (Strategy strategy : new Strategy[] {Strategy.RANDOM_INIT, Strategy.MM_PT, Strategy.MM_MAML}) {
            made.line(strategy, "", column -> {
                if (hole && strategy == Strategy.MM_PT && column == 1) {
                    return new double[] {Double.NaN};
                }
                return new SplittableRandom(seed + strategy.ordinal() * 10L + column)
                        .doubles(8)
                        .toArray();
            });
        }
        Path file = folder.resolve(name + ".json");
        Files.writeString(file, ResultsFile.write(made.results(name)));
        return file.toString();
    }

    private String holdout(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--home";
        all[arguments.length + 1] = folder.resolve("home").toString();
        return typed.holdout(all);
    }

    @Test
    void every_form_is_exported_with_a_manifest_and_can_be_verified() throws Exception {
        for (Form form : Form.values()) {
            String file = folder.resolve("table." + form.word()).toString();
            assertEquals(
                    "0\n",
                    holdout("table", whole, "--format", form.word(), "--view", "by-dataset", "--output", file),
                    typed.errors());
            assertTrue(Files.size(Path.of(file)) > 100);
            String verified = holdout("verify-table", file);
            assertTrue(verified.startsWith("0\n") && verified.contains("bytes are equal"), verified);
        }
        try (var files = Files.list(folder)) {
            assertEquals(
                    2 + 2L * Form.values().length,
                    files.filter(Files::isRegularFile).count(),
                    "nothing is left aside");
        }
    }

    @Test
    void a_number_that_was_changed_by_hand_is_found() throws Exception {
        Path file = folder.resolve("table.csv");
        holdout("table", whole, "--format", "csv", "--output", file.toString());
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("auroc,0[.]", "auroc,1."));
        String verified = holdout("verify-table", file.toString());
        assertTrue(verified.startsWith("7\n"), verified);
        assertTrue(verified.contains("was changed after it was written"), verified);
        assertTrue(verified.contains("the first difference is in line 2"), verified);
    }

    @Test
    void results_that_are_others_now_are_found() {
        String file = folder.resolve("table.md").toString();
        holdout("table", whole, "--format", "markdown", "--output", file);
        assertTrue(holdout("verify-table", file, "--from", holey).startsWith("7\n"));
    }

    @Test
    void what_has_no_manifest_cannot_be_verified() {
        assertEquals("3\n", holdout("verify-table", whole));
        assertTrue(typed.errors().contains("NO_MANIFEST"), typed.errors());
    }

    @Test
    void an_incomplete_table_is_refused_where_a_complete_one_is_required() {
        Path file = folder.resolve("table.tex");
        assertEquals(
                "1\n", holdout("table", holey, "--require-complete", "--format", "latex", "--output", file.toString()));
        assertFalse(Files.exists(file));
        assertEquals("0\n", holdout("table", whole, "--require-complete", "--output", file.toString()));
        assertTrue(holdout("table", holey).startsWith("1\n"));
    }

    @Test
    void sweeps_are_merged_and_shown_by_any_metric() {
        String merged = holdout("table", whole, holey, "--metric", "loss", "--view", "primary");
        assertTrue(merged.contains("whole+holey: loss, primary tasks, mean over episodes"), merged);
        assertTrue(merged.contains("INCOMPLETE") || merged.startsWith("0\n"), merged);
        assertEquals("3\n", holdout("table", whole, whole));
        assertTrue(typed.errors().contains("SAME_SWEEP_TWICE"), typed.errors());
    }

    @Test
    void an_unknown_word_is_answered_with_those_there_are() {
        assertEquals("2\n", holdout("table", whole, "--view", "by-colour"));
        assertTrue(typed.errors().contains("'by-colour' is none of all, primary, by-dataset"), typed.errors());
    }
}
