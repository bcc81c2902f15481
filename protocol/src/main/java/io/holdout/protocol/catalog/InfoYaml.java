package io.holdout.protocol.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code info.yaml}, MedIMeta's description of one dataset. Keys that it does not know are ignored. */
public final class InfoYaml {
    /** The longest text read, in characters; MedIMeta's longest is below 10,000. */
    public static final int MAX_CHARS = 1 << 20;

    private static final int MAX_PIXELS_A_SIDE = 4096;

    /** YAML 1.1 takes yes, no, on and off for truth values; here they name classes. */
    private static final ObjectReader READER = YAMLMapper.builder()
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build()
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private InfoYaml() {}

    /**
     * Reads one description.
     *
     * @param text YAML 1.1
     * @param file named in errors
     * @throws HoldoutException BAD_INFO_YAML naming the file, the key, what was found and what is allowed
     */
    public static DatasetInfo read(String text, String file) {
        var all = readAll(text, file);
        if (all.size() != 1) {
            throw new InfoNode(null, file, "").bad("holds " + all.size() + " documents, must be one");
        }
        return all.get(0);
    }

    /** Reads several descriptions, one YAML document each; errors as for {@link #read}. */
    public static List<DatasetInfo> readAll(String text, String file) {
        var root = new InfoNode(null, file, "");
        if (text.length() > MAX_CHARS) {
            throw root.bad("has " + text.length() + " characters, must be at most " + MAX_CHARS);
        }
        var infos = new ArrayList<DatasetInfo>();
        try (MappingIterator<JsonNode> documents = READER.readValues(text)) {
            while (documents.hasNextValue()) {
                infos.add(dataset(new InfoNode(documents.nextValue(), file, "")));
            }
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw root.bad((at == null ? "" : "line " + at.getLineNr() + ": ") + e.getOriginalMessage());
        } catch (IOException e) {
            throw root.bad(String.valueOf(e.getMessage()));
        }
        return infos;
    }

    private static DatasetInfo dataset(InfoNode node) {
        String id = node.text("id");
        if (!SafeName.isDatasetId(id)) {
            throw node.bad("has the id '" + id + "', must be " + SafeName.DATASET_ID_RULE);
        }
        List<InfoNode> size = node.list("input_size");
        if (size.size() != 3) {
            throw node.bad("has an input_size of " + size.size() + " numbers, must be [channels, height, width]");
        }
        int channels = size.get(0).integer(1, 3);
        if (channels == 2) {
            throw size.get(0).bad("is 2, must be 1 or 3");
        }
        return new DatasetInfo(
                id,
                node.text("name"),
                node.text("domain"),
                channels,
                size.get(1).integer(1, MAX_PIXELS_A_SIDE),
                size.get(2).integer(1, MAX_PIXELS_A_SIDE),
                node.child("total_num_samples").integer(1, Integer.MAX_VALUE),
                splits(node.child("splits_num_samples")),
                splits(node.child("original_splits_num_samples")),
                ids(node, "domain_overlaps"),
                ids(node, "subject_overlaps"),
                node.textOr("license", ""),
                TaskYaml.tasks(id, node));
    }

    private static SplitSizes splits(InfoNode node) {
        int[] sizes = new int[3];
        node.entries().forEach((word, size) -> {
            int place = List.of("train", "val", "test").indexOf(word);
            if (place < 0) {
                throw node.bad("has the split '" + word + "', must be train, val or test");
            }
            sizes[place] = size.integer(0, Integer.MAX_VALUE);
        });
        return new SplitSizes(sizes[0], sizes[1], sizes[2]);
    }

    private static List<String> ids(InfoNode node, String key) {
        var all = new ArrayList<String>();
        for (InfoNode item : node.list(key)) {
            String id = item.text();
            if (!SafeName.isDatasetId(id)) {
                throw item.bad("is '" + id + "', must be a dataset id: " + SafeName.DATASET_ID_RULE);
            }
            if (all.contains(id)) {
                throw item.bad("names '" + id + "' twice");
            }
            all.add(id);
        }
        return all;
    }
}
