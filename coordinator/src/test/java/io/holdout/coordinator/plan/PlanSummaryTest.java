package io.holdout.coordinator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlanSummaryTest {
    private static final Catalogue CATALOGUE = MedimetaCatalogue.load();

    private static PlanSummary summary(String text) {
        SweepFile file = SweepFile.read(text, "x.yaml", CATALOGUE);
        return PlanSummary.of(Planner.preview(file, CATALOGUE), file, new TreeMap<>());
    }

    @Test
    void counts_what_sharing_saves_once_however_many_rows_use_a_pre_training() {
        PlanSummary summary = summary("sweep: x\nstrategies: mm-pt\nbackbones: conv4\nfine_tune: {steps: [50, 100]}\n");

        assertEquals(108, summary.experiments());
        assertEquals(11, summary.pretrainings());
        assertEquals(54, summary.pretrainingsUnshared());
        assertEquals(19, summary.pretrainingsPerDataset());
        assertTrue(summary.costShareSaved() > 0.5 && summary.costShareSaved() < 1 - 11 / 54.0, summary.text());
    }

    @Test
    void is_an_aligned_table() {
        assertEquals(
                List.of(
                        "sweep                       x",
                        "experiments               108  2 rows x 54 targets",
                        "distinct source sets        0",
                        "trials                    270",
                        "  pre-train                 0  0% of the work",
                        "  adapt                   216  SHARE of the work",
                        "  supervised               54  SHARE of the work",
                        "saved by sharing           0%  of the work that it would take unshared, estimated"),
                summary("sweep: x\nstrategies: [random-init, supervised]\nbackbones: conv4\n")
                        .text()
                        .lines()
                        .map(line -> line.startsWith("  adapt") || line.startsWith("  supervised")
                                ? line.replaceAll("\\S+% of", "SHARE of")
                                : line)
                        .toList());
    }

    @Test
    void says_which_weights_are_missing_only_where_they_are_needed() {
        assertEquals(2, summary("sweep: x\n").missing().size());
        assertEquals(
                List.of(),
                summary("sweep: x\nstrategies: mm-pt\nmm_pt: {start: random}\n").missing());
    }
}
