package io.holdout.protocol.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Reads {@code info.yaml}, MedIMeta's description of one dataset. */
public final class InfoYaml {
    private static final ObjectReader READER = new YAMLMapper().reader();

    private InfoYaml() {}

    /**
     * Reads one description.
     *
     * @param text YAML 1.1
     * @param file named in errors
     * @throws HoldoutException BAD_INFO_YAML naming the file, the key and what was found
     */
    public static DatasetInfo read(String text, String file) {
        var all = readAll(text, file);
        if (all.size() != 1) {
            throw bad(file, "holds " + all.size() + " documents, not one");
        }
        return all.get(0);
    }

    /** Reads several descriptions, one YAML document each. */
    public static List<DatasetInfo> readAll(String text, String file) {
        var infos = new ArrayList<DatasetInfo>();
        try (MappingIterator<JsonNode> documents =
                READER.forType(JsonNode.class).readValues(text)) {
            while (documents.hasNextValue()) {
                infos.add(dataset(documents.nextValue(), file));
            }
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw bad(file, (at == null ? "" : "line " + at.getLineNr() + ": ") + e.getOriginalMessage());
        } catch (IOException e) {
            throw bad(file, String.valueOf(e.getMessage()));
        }
        return infos;
    }

    private static DatasetInfo dataset(JsonNode node, String file) {
        String id = text(node, "id", file);
        JsonNode size = node.path("input_size");
        if (size.size() != 3) {
            throw bad(file, "input_size is " + size + ", must be [channels, height, width]");
        }
        int channels = size.get(0).asInt();
        if (channels != 1 && channels != 3) {
            throw bad(file, "input_size has " + channels + " channels, must be 1 or 3");
        }
        var tasks = new ArrayList<TaskInfo>();
        for (JsonNode task : node.path("tasks")) {
            tasks.add(task(id, task, file));
        }
        if (tasks.isEmpty()) {
            throw bad(file, "names no tasks");
        }
        return new DatasetInfo(
                id,
                text(node, "name", file),
                text(node, "domain", file),
                channels,
                size.get(1).asInt(),
                size.get(2).asInt(),
                integer(node, "total_num_samples", file),
                splits(node.path("splits_num_samples")),
                splits(node.path("original_splits_num_samples")),
                strings(node.path("domain_overlaps")),
                strings(node.path("subject_overlaps")),
                node.path("license").asText(""),
                tasks);
    }

    private static TaskInfo task(String dataset, JsonNode node, String file) {
        String name = text(node, "task_name", file);
        var labels = new TreeMap<Integer, String>();
        node.path("labels").properties().forEach(entry -> {
            try {
                labels.put(Integer.valueOf(entry.getKey()), entry.getValue().asText());
            } catch (NumberFormatException e) {
                throw bad(file, "task '" + name + "' has the label key '" + entry.getKey() + "', must be an integer");
            }
        });
        if (labels.isEmpty()) {
            throw bad(file, "task '" + name + "' has no labels");
        }
        return new TaskInfo(dataset, name, target(text(node, "task_target", file), name, file), labels);
    }

    private static TaskTarget target(String word, String task, String file) {
        try {
            return TaskTarget.valueOf(word);
        } catch (IllegalArgumentException e) {
            throw bad(
                    file,
                    "task '" + task + "' has task_target '" + word + "', must be one of "
                            + Arrays.toString(TaskTarget.values()));
        }
    }

    private static SplitSizes splits(JsonNode node) {
        return new SplitSizes(
                node.path("train").asInt(0),
                node.path("val").asInt(0),
                node.path("test").asInt(0));
    }

    private static List<String> strings(JsonNode node) {
        var all = new ArrayList<String>();
        node.forEach(item -> all.add(item.asText()));
        return all;
    }

    private static String text(JsonNode node, String key, String file) {
        JsonNode value = node.path(key);
        if (!value.isValueNode() || value.asText().isBlank()) {
            throw bad(file, "has no '" + key + "'");
        }
        return value.asText();
    }

    private static int integer(JsonNode node, String key, String file) {
        JsonNode value = node.path(key);
        if (!value.canConvertToInt()) {
            throw bad(file, "'" + key + "' is " + value + ", must be an integer");
        }
        return value.asInt();
    }

    private static HoldoutException bad(String file, String what) {
        return HoldoutException.user("BAD_INFO_YAML", file + " " + what);
    }
}
