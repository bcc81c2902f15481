package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdout.coordinator.plan.Planner;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What users copy must work. */
class PublishedFilesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void the_demo_means_all_54_targets_and_11_source_sets_a_strategy() throws IOException {
        String text = Files.readString(ROOT.resolve("examples/demo.yaml"));
        var catalogue = MedimetaCatalogue.load();

        var plan = Planner.preview(SweepFile.read(text, "demo.yaml", catalogue), catalogue);

        assertEquals(162, plan.experiments().size());
        assertEquals(184, plan.trials().size());
    }
}
