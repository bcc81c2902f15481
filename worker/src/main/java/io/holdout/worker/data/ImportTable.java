package io.holdout.worker.data;

import io.holdout.protocol.catalog.SplitSizes;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The {@code labels.csv} of a folder to import: a row for each image.
 *
 * <p>Columns, in any order: {@code file} (a path in the folder), {@code split} (train, val or test) and one named as each
 * task. A value is a label key; of a multi-label task it is a 0 or 1 for each label, joined by {@code |}. Other columns
 * are ignored.
 */
record ImportTable(List<TaskInfo> tasks, List<Row> rows) {
    /** As many images as names of six digits tell apart. */
    private static final int MAX_ROWS = 1_000_000;

    /**
     * One image.
     *
     * @param line of the table, from 1
     * @param classes for each task its values, as {@link TaskLabels} wants them
     */
    record Row(long line, Path image, Split split, List<int[]> classes) {}

    /** @throws HoldoutException DATA_MISSING, or BAD_IMPORT naming the file, the line, what was found and what is allowed */
    static ImportTable read(Path folder, Path file, List<TaskInfo> tasks) {
        try (CSVParser csv = CsvFile.open(file)) {
            requireColumns(file, csv.getHeaderNames(), tasks);
            var rows = new ArrayList<Row>();
            var lineOf = new HashMap<Path, Long>();
            var cells = new ImportCells(folder, file, csv.getHeaderNames().size());
            for (CSVRecord record : csv) {
                Row row = cells.row(csv.getCurrentLineNumber(), record, tasks);
                Long before = lineOf.putIfAbsent(row.image(), row.line());
                if (before != null) {
                    throw bad(
                            file,
                            row.line(),
                            "names the image " + record.get("file") + " of line " + before + " again");
                }
                if (rows.size() == MAX_ROWS) {
                    throw bad(file, row.line(), "is one image too many, must be at most " + MAX_ROWS);
                }
                rows.add(row);
            }
            if (rows.isEmpty()) {
                throw bad(file, 1, "has no row after the header, must name at least one image");
            }
            return new ImportTable(tasks, rows);
        } catch (UncheckedIOException e) {
            throw HoldoutException.user("BAD_IMPORT", file + " is no CSV text in UTF-8: " + e.getMessage());
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(file, e);
        }
    }

    /** Images of each split. */
    SplitSizes splitSizes() {
        return new SplitSizes(positions(Split.TRAIN).length, positions(Split.VAL).length, positions(Split.TEST).length);
    }

    /** Positions of each split's images, ascending. */
    Map<Split, int[]> splits() {
        var splits = new EnumMap<Split, int[]>(Split.class);
        for (Split split : Split.values()) {
            splits.put(split, positions(split));
        }
        return splits;
    }

    private int[] positions(Split split) {
        return IntStream.range(0, rows.size())
                .filter(i -> rows.get(i).split() == split)
                .toArray();
    }

    /** Task name to labels. */
    Map<String, TaskLabels> labels() {
        var labels = new TreeMap<String, TaskLabels>();
        for (int t = 0; t < tasks.size(); t++) {
            int place = t;
            int[] values = rows.stream()
                    .flatMapToInt(row -> Arrays.stream(row.classes().get(place)))
                    .toArray();
            labels.put(tasks.get(t).name(), new TaskLabels(tasks.get(t), values));
        }
        return labels;
    }

    private static void requireColumns(Path file, List<String> header, List<TaskInfo> tasks) {
        var needed = new ArrayList<>(List.of("file", "split"));
        tasks.forEach(task -> needed.add(task.name()));
        needed.removeAll(header);
        if (!needed.isEmpty()) {
            throw bad(file, 1, "lacks the columns " + needed + ", has " + header);
        }
    }

    private static HoldoutException unreadable(Path file, Exception e) {
        return Files.exists(file)
                ? HoldoutException.user("BAD_IMPORT", file + " is no CSV text in UTF-8: " + e.getMessage())
                : HoldoutException.user("DATA_MISSING", "there is no file " + file);
    }

    static HoldoutException bad(Path file, long line, String what) {
        return HoldoutException.user("BAD_IMPORT", file + ":" + line + ": " + what);
    }
}
