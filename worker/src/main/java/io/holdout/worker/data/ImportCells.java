package io.holdout.worker.data;

import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads the cells of a {@link ImportTable}'s rows.
 *
 * @param folder that images must lie in
 * @param file the table, named in errors
 * @param columns that each row must have
 */
record ImportCells(Path folder, Path file, int columns) {
    private static final List<Integer> ABSENT_PRESENT = List.of(0, 1);

    ImportTable.Row row(long line, CSVRecord record, List<TaskInfo> tasks) {
        if (record.size() != columns) {
            throw bad(line, "has " + record.size() + " values, the header has " + columns + " names");
        }
        var classes = new ArrayList<int[]>();
        for (TaskInfo task : tasks) {
            classes.add(classes(line, task, record.get(task.name())));
        }
        return new ImportTable.Row(line, image(line, record.get("file")), split(line, record.get("split")), classes);
    }

    /** Paths come from data: only names below the folder are followed. */
    private Path image(long line, String name) {
        try {
            Path relative = Path.of(name);
            boolean inside = !relative.isAbsolute()
                    && !name.isBlank()
                    && folder.resolve(relative).normalize().startsWith(folder.normalize());
            boolean plain = inside && relative.equals(relative.normalize());
            if (!plain) {
                throw bad(line, "has the file '" + name + "', must be a relative path in " + folder + " without '..'");
            }
            Path image = folder.resolve(relative);
            if (!Files.isRegularFile(image)) {
                throw bad(line, "names the image '" + name + "', but there is no file " + image);
            }
            return image;
        } catch (InvalidPathException e) {
            throw bad(line, "has a file that is no path: " + e.getReason());
        }
    }

    private Split split(long line, String word) {
        return Arrays.stream(Split.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> bad(line, "has the split '" + word + "', must be train, val or test"));
    }

    private int[] classes(long line, TaskInfo task, String cell) {
        if (task.target() != TaskTarget.MULTILABEL_CLASSIFICATION) {
            return new int[] {position(line, task, cell, task.classKeys())};
        }
        String[] parts = cell.split("\\|", -1);
        if (parts.length != task.labels().size()) {
            throw bad(
                    line,
                    "has '" + cell + "' in column '" + task.name() + "', must be "
                            + task.labels().size() + " zeros and ones joined by |");
        }
        return Arrays.stream(parts)
                .mapToInt(part -> position(line, task, part, ABSENT_PRESENT))
                .toArray();
    }

    private int position(long line, TaskInfo task, String text, List<Integer> keys) {
        int position = -1;
        try {
            position = keys.indexOf(Integer.valueOf(text.strip()));
        } catch (NumberFormatException e) {
            position = -1;
        }
        if (position < 0) {
            throw bad(line, "has '" + text + "' in column '" + task.name() + "', must be one of " + keys);
        }
        return position;
    }

    private HoldoutException bad(long line, String what) {
        return ImportTable.bad(file, line, what);
    }
}
