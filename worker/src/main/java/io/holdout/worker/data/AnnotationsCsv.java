package io.holdout.worker.data;

import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import java.util.Map;

/** The text of {@code annotations.csv}: a line an image with its split and labels. */
final class AnnotationsCsv {
    private final DatasetInfo info;
    private final Map<String, TaskLabels> labels;
    private final String[] splitOf;

    AnnotationsCsv(DatasetInfo info, Map<String, TaskLabels> labels, Map<Split, int[]> splits) {
        this.info = info;
        this.labels = labels;
        this.splitOf = new String[info.totalSamples()];
        splits.forEach((split, positions) -> {
            for (int position : positions) {
                splitOf[position] = split.word();
            }
        });
    }

    String text() {
        var text = new StringBuilder("filepath,split");
        for (TaskInfo task : info.tasks()) {
            text.append(',').append(quoted("tasks/" + task.name()));
        }
        text.append('\n');
        for (int i = 0; i < splitOf.length; i++) {
            text.append(TiffFile.name(i)).append(',').append(splitOf[i]);
            for (TaskInfo task : info.tasks()) {
                text.append(',').append(quoted(value(task, i)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private String value(TaskInfo task, int sample) {
        TaskLabels of = labels.get(task.name());
        if (of == null) {
            return "";
        }
        if (of.task().target() != TaskTarget.MULTILABEL_CLASSIFICATION) {
            return String.valueOf(task.classKeys().get(of.classOf(sample)));
        }
        var list = new StringBuilder("[");
        for (int column = 0; column < of.columns(); column++) {
            list.append(column == 0 ? "" : ", ").append(of.value(sample, column));
        }
        return list.append(']').toString();
    }

    private static String quoted(String value) {
        return value.contains(",") || value.contains("\"") ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }
}
