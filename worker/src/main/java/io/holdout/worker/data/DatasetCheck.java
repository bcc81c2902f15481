package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.SplitSizes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks all files of one dataset against its description and each other. */
final class DatasetCheck {
    private final Path folder;
    private final String prefix;
    private final DatasetInfo info;
    private final Findings findings;
    private final Consumer<String> progress;

    /** @param prefix of file names in findings, such as {@code bus/} */
    DatasetCheck(Path folder, String prefix, DatasetInfo info, Findings findings, Consumer<String> progress) {
        this.folder = folder;
        this.prefix = prefix;
        this.info = info;
        this.findings = findings;
        this.progress = progress;
    }

    void run() {
        progress.accept(info.id());
        description();
        Map<String, Npy> labels = new LabelCheck(folder, prefix, info, findings).run();
        var splits = new SplitCheck(folder, prefix, info.totalSamples(), findings);
        @Nullable Split[] splitOf = splits.run("splits", info.splits());
        splits.requireComplete("splits", splitOf);
        splits.run("original_splits", info.originalSplits());
        new AnnotationsCheck(folder, prefix, info, labels, splitOf, findings).run();
        new ImageCheck(folder, prefix, info, findings, progress).run();
        if (!Files.isRegularFile(folder.resolve("LICENSE"))) {
            findings.warning(prefix + "LICENSE", "is missing");
        }
    }

    private void description() {
        SplitSizes splits = info.splits();
        long sum = (long) splits.train() + splits.val() + splits.test();
        if (sum != info.totalSamples()) {
            findings.error(
                    prefix + "info.yaml",
                    "splits_num_samples add up to " + sum + ", total_num_samples is " + info.totalSamples());
        }
    }
}
