package io.holdout.worker.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.InfoYaml;
import io.holdout.protocol.catalog.SplitSizes;
import io.holdout.protocol.catalog.TaskInfo;
import io.holdout.protocol.catalog.TaskTarget;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Turns simple folders into MedIMeta's format: {@code dataset.yaml} (id, domain, tasks), {@code labels.csv} (file, split,
 * one column a task; multi-label values as {@code 0|1|...}) and images that Java can decode. Images of another shape are
 * stretched to the square.
 */
public final class DataImport {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Path source;
    private final int size;
    private final DatasetInfo info;
    private final List<Path> files = new ArrayList<>();
    private final Map<Split, List<Integer>> splits = new EnumMap<>(Split.class);
    private final Map<String, List<Integer>> values = new LinkedHashMap<>();

    private DataImport(Path source, int size) {
        this.source = source;
        this.size = size;
        CsvTable table = CsvTable.read(source.resolve("labels.csv"));
        this.info = info(table.rows().size());
        for (Split split : Split.values()) {
            splits.put(split, new ArrayList<>());
        }
        info.tasks().forEach(task -> values.put(task.name(), new ArrayList<>()));
        for (int row = 0; row < table.rows().size(); row++) {
            readRow(table, row);
        }
    }

    /**
     * Imports one folder, or each folder of a folder, that has a {@code dataset.yaml}.
     *
     * @param size side of the images written, pixels
     * @param done told the id of every dataset written
     * @throws HoldoutException DATA_MISSING, BAD_INFO_YAML, DATA_UNREADABLE naming file, line, value and what is allowed;
     *     DATA_EXISTS, DATA_UNWRITABLE
     */
    public static void run(Path source, Path target, int size, Consumer<String> done) {
        var folders = new ArrayList<Path>();
        if (Files.isRegularFile(source.resolve("dataset.yaml"))) {
            folders.add(source);
        } else {
            try (var children = Files.list(source)) {
                children.sorted()
                        .filter(child -> Files.isRegularFile(child.resolve("dataset.yaml")))
                        .forEach(folders::add);
            } catch (IOException e) {
                throw HoldoutException.user("DATA_MISSING", "cannot read " + source + ": " + e.getMessage());
            }
        }
        if (folders.isEmpty()) {
            throw HoldoutException.user("DATA_MISSING", "neither " + source + " nor a folder in it has a dataset.yaml");
        }
        // all are read before anything is written, so that a bad label is found first
        List<DataImport> imports =
                folders.stream().map(folder -> new DataImport(folder, size)).toList();
        for (DataImport each : imports) {
            each.write(target);
            done.accept(each.info.id());
        }
    }

    private DatasetInfo info(int samples) {
        Path file = source.resolve("dataset.yaml");
        try {
            JsonNode node = YAML.readTree(Files.readString(file));
            if (!(node instanceof ObjectNode object)) {
                throw HoldoutException.user("BAD_INFO_YAML", file + " holds no keys");
            }
            int channels = object.path("channels").asInt(3);
            object.putArray("input_size").add(channels).add(size).add(size);
            object.put("total_num_samples", samples);
            ObjectNode none = object.putObject("splits_num_samples").put("train", samples);
            none.put("val", 0).put("test", 0);
            object.set("original_splits_num_samples", none.deepCopy());
            object.remove(List.of("channels", "source"));
            return InfoYaml.read(YAML.writeValueAsString(object), file.toString());
        } catch (IOException e) {
            throw HoldoutException.user("BAD_INFO_YAML", "cannot read " + file + ": " + e.getMessage());
        }
    }

    private void readRow(CsvTable table, int row) {
        String name = table.value(row, "file");
        Path file = source.resolve(name).normalize();
        if (!file.startsWith(source) || !Files.isRegularFile(file)) {
            throw table.bad(row, "file", name, "a file within " + source);
        }
        files.add(file);
        String split = table.value(row, "split");
        Split found = null;
        for (Split each : Split.values()) {
            found = each.word().equals(split) ? each : found;
        }
        if (found == null) {
            throw table.bad(row, "split", split, "one of train, val, test");
        }
        splits.computeIfAbsent(found, each -> new ArrayList<>()).add(row);
        for (TaskInfo task : info.tasks()) {
            values.computeIfAbsent(task.name(), each -> new ArrayList<>())
                    .addAll(labels(table, row, task, table.value(row, task.name())));
        }
    }

    private static List<Integer> labels(CsvTable table, int row, TaskInfo task, String text) {
        boolean multi = task.target() == TaskTarget.MULTILABEL_CLASSIFICATION;
        List<Integer> keys = multi ? List.of(0, 1) : task.classKeys();
        String[] parts = multi ? text.split("\\|", -1) : new String[] {text};
        if (multi && parts.length != task.labels().size()) {
            throw table.bad(row, task.name(), text, task.labels().size() + " zeros and ones, as 0|1|0");
        }
        var positions = new ArrayList<Integer>();
        for (String part : parts) {
            int position = -1;
            for (int i = 0; i < keys.size(); i++) {
                position = String.valueOf(keys.get(i)).equals(part.strip()) ? i : position;
            }
            if (position < 0) {
                throw table.bad(row, task.name(), text, "one of " + keys);
            }
            positions.add(position);
        }
        return positions;
    }

    private void write(Path target) {
        var sizes = new SplitSizes(
                positions(Split.TRAIN).length, positions(Split.VAL).length, positions(Split.TEST).length);
        var described = new DatasetInfo(
                info.id(),
                info.name(),
                info.domain(),
                info.channels(),
                size,
                size,
                files.size(),
                sizes,
                sizes,
                info.domainOverlaps(),
                info.subjectOverlaps(),
                info.license(),
                info.tasks());
        var labels = new LinkedHashMap<String, TaskLabels>();
        for (TaskInfo task : info.tasks()) {
            labels.put(
                    task.name(),
                    new TaskLabels(
                            task,
                            values.getOrDefault(task.name(), List.of()).stream()
                                    .mapToInt(Integer::intValue)
                                    .toArray()));
        }
        var positions = new EnumMap<Split, int[]>(Split.class);
        for (Split split : Split.values()) {
            positions.put(split, positions(split));
        }
        DatasetWriter.write(target, described, this::paint, labels, positions);
    }

    private int[] positions(Split split) {
        return splits.getOrDefault(split, List.of()).stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void paint(int index, byte[] into) {
        Path file = files.get(index);
        TiffFile.Decoded image;
        try {
            image = TiffFile.decode(file);
        } catch (IOException e) {
            throw HoldoutException.user("DATA_UNREADABLE", "cannot decode " + file + ": " + e.getMessage());
        }
        int plane = size * size;
        float[] planes = new float[3 * plane];
        var resize = new Resize(image.height(), image.width(), size, size);
        int bands = image.channels() >= 3 ? 3 : 1;
        float[] from = new float[image.height() * image.width()];
        for (int band = 0; band < bands; band++) {
            for (int p = 0; p < from.length; p++) {
                from[p] = image.pixels()[p * image.channels() + band] & 0xff;
            }
            resize.plane(from, 0, planes, band * plane);
        }
        for (int p = 0; p < plane; p++) {
            float red = planes[p];
            float green = bands == 3 ? planes[plane + p] : red;
            float blue = bands == 3 ? planes[2 * plane + p] : red;
            if (info.channels() == 1) {
                into[p] = toByte(0.299f * red + 0.587f * green + 0.114f * blue);
            } else {
                into[3 * p] = toByte(red);
                into[3 * p + 1] = toByte(green);
                into[3 * p + 2] = toByte(blue);
            }
        }
    }

    private static byte toByte(float value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
}
