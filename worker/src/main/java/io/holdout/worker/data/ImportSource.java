package io.holdout.worker.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.InfoYaml;
import io.holdout.protocol.catalog.SplitSizes;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One folder to import, its description and table read and found good, its images not yet looked into.
 *
 * @param info complete: sizes from the import, counts from the table
 */
record ImportSource(Path folder, DatasetInfo info, ImportTable table) {
    static final String DESCRIPTION = "dataset.yaml";
    private static final String TABLE = "labels.csv";
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    /** @throws HoldoutException DATA_MISSING, BAD_INFO_YAML or BAD_IMPORT */
    static ImportSource read(Path folder, int size) {
        Path file = folder.resolve(DESCRIPTION);
        ObjectNode description = description(file);
        requireChannels(file, description);
        // Read twice: the table needs the tasks, and the whole description needs the table's counts.
        DatasetInfo tasks = completed(file, description, size, 1, new SplitSizes(1, 0, 0));
        ImportTable table = ImportTable.read(folder, folder.resolve(TABLE), tasks.tasks());
        return new ImportSource(
                folder, completed(file, description, size, table.rows().size(), table.splitSizes()), table);
    }

    /** Writes {@code target/<id>}. */
    void write(Path target) {
        var image = new ImportImage(info.channels(), info.height());
        DatasetWriter.Pixels pixels = (index, into) -> {
            ImportTable.Row row = table.rows().get(index);
            try {
                image.read(row.image(), into);
            } catch (IOException e) {
                throw HoldoutException.user(
                        "BAD_IMPORT",
                        folder.resolve(TABLE) + ":" + row.line() + ": the image " + row.image() + " " + e.getMessage());
            }
        };
        DatasetWriter.write(target, info, pixels, table.labels(), table.splits());
    }

    private static ObjectNode description(Path file) {
        try {
            if (Files.size(file) > InfoYaml.MAX_CHARS) {
                throw bad(file, "has " + Files.size(file) + " bytes, must be at most " + InfoYaml.MAX_CHARS);
            }
            JsonNode root = YAML.readTree(Files.readString(file));
            if (!(root instanceof ObjectNode object)) {
                throw bad(file, "must be a mapping of keys to values");
            }
            return object;
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw bad(file, (at == null ? "" : "line " + at.getLineNr() + ": ") + e.getOriginalMessage());
        } catch (IOException e) {
            throw HoldoutException.user("DATA_MISSING", "cannot read " + file + ": " + e.getMessage());
        }
    }

    private static void requireChannels(Path file, ObjectNode description) {
        JsonNode channels = description.path("channels");
        if (!channels.isInt() || (channels.intValue() != 1 && channels.intValue() != 3)) {
            throw bad(
                    file,
                    channels.isMissingNode()
                            ? "channels is missing, must be 1 (grey) or 3 (RGB)"
                            : "channels is " + channels + ", must be 1 (grey) or 3 (RGB)");
        }
    }

    /** Completed and read as an {@code info.yaml}, so that the rules for names, tasks and labels are in one place. */
    private static DatasetInfo completed(Path file, ObjectNode description, int size, int total, SplitSizes splits) {
        ObjectNode all = description.deepCopy();
        all.putArray("input_size")
                .add(description.path("channels").intValue())
                .add(size)
                .add(size);
        all.put("total_num_samples", total);
        for (String key : List.of("splits_num_samples", "original_splits_num_samples")) {
            all.putObject(key)
                    .put("train", splits.train())
                    .put("val", splits.val())
                    .put("test", splits.test());
        }
        try {
            return InfoYaml.read(YAML.writeValueAsString(all), file.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was read cannot be written: " + file, e);
        }
    }

    private static HoldoutException bad(Path file, String what) {
        return HoldoutException.user("BAD_INFO_YAML", file + ": " + what);
    }
}
