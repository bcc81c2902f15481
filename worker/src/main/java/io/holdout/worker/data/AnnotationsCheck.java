package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Checks that {@code annotations.csv} says of splits and labels what the files made for machines say. */
final class AnnotationsCheck {
    private static final String NAME = "annotations.csv";
    private static final String IMAGE = "filepath";
    private static final String SPLIT = "split";

    private final Path path;
    private final String file;
    private final DatasetInfo info;
    private final Map<String, Npy> labels;
    private final @Nullable Split[] splitOf;
    private final Findings findings;

    /**
     * @param labels task name to stored labels of the right shape; tasks without are not compared
     * @param splitOf for each image its split, null for none
     */
    AnnotationsCheck(
            Path folder,
            String prefix,
            DatasetInfo info,
            Map<String, Npy> labels,
            @Nullable Split[] splitOf,
            Findings findings) {
        this.path = folder.resolve(NAME);
        this.file = prefix + NAME;
        this.info = info;
        this.labels = labels;
        this.splitOf = splitOf;
        this.findings = findings;
    }

    void run() {
        if (!Files.isRegularFile(path)) {
            findings.warning(file, "is missing");
            return;
        }
        try (CSVParser csv = CsvFile.open(path)) {
            if (hasColumns(csv.getHeaderNames())) {
                rows(csv);
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            findings.error(file, "is no CSV text in UTF-8: " + e.getMessage());
        }
    }

    /** Without a column for images there is nothing to compare; other absent columns are only reported. */
    private boolean hasColumns(List<String> header) {
        var needed = new ArrayList<>(List.of(IMAGE, SPLIT));
        info.tasks().forEach(task -> needed.add(column(task)));
        needed.removeAll(header);
        if (!needed.isEmpty()) {
            findings.error(file, 1, "lacks the columns " + needed + ", has " + header);
        }
        return !needed.contains(IMAGE);
    }

    private void rows(CSVParser csv) {
        var seen = new BitSet();
        for (CSVRecord record : csv) {
            int line = (int) csv.getCurrentLineNumber();
            if (!record.isConsistent()) {
                findings.error(file, line, "has " + record.size() + " values, the header has another number of names");
                continue;
            }
            String name = record.get(IMAGE);
            OptionalInt position = TiffFile.position(name);
            if (position.isEmpty() || position.getAsInt() >= info.totalSamples()) {
                findings.error(
                        file,
                        line,
                        "names '" + name + "', must be one of " + TiffFile.name(0) + " to "
                                + TiffFile.name(info.totalSamples() - 1));
                continue;
            }
            if (seen.get(position.getAsInt())) {
                findings.error(file, line, "names " + name + " a second time");
            }
            seen.set(position.getAsInt());
            row(line, record, position.getAsInt());
        }
        for (int i = seen.nextClearBit(0); i < info.totalSamples(); i = seen.nextClearBit(i + 1)) {
            findings.error(file, "has no row for " + TiffFile.name(i));
        }
    }

    private void row(int line, CSVRecord record, int position) {
        Split split = splitOf[position];
        if (split != null && record.isMapped(SPLIT) && !record.get(SPLIT).equals(split.word())) {
            findings.error(
                    file,
                    line,
                    "has the split '" + record.get(SPLIT) + "', but splits/" + split.word() + ".txt names the image");
        }
        for (TaskInfo task : info.tasks()) {
            Npy stored = labels.get(task.name());
            if (stored != null && record.isMapped(column(task))) {
                long[] expected = Arrays.copyOfRange(
                        stored.values(), position * stored.columns(), (position + 1) * stored.columns());
                String cell = record.get(column(task));
                if (!Arrays.equals(LabelCell.values(cell), expected)) {
                    findings.error(
                            file,
                            line,
                            "has '" + cell + "' in column '" + column(task) + "', task_labels/" + task.name()
                                    + ".npy has " + Arrays.toString(expected) + " at index " + position);
                }
            }
        }
    }

    private static String column(TaskInfo task) {
        return "tasks/" + task.name();
    }
}
