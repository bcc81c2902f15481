package io.holdout.worker.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.holdout.protocol.catalog.DatasetInfo;
import io.holdout.protocol.catalog.SplitSizes;
import io.holdout.protocol.catalog.TaskInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes {@code info.yaml}, as {@link io.holdout.protocol.catalog.InfoYaml} and PyYAML read it. */
final class InfoYamlText {
    private static final ObjectWriter WRITER = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build()
            .writer();

    private InfoYamlText() {}

    static String of(DatasetInfo info) {
        var document = new LinkedHashMap<String, Object>();
        document.put("id", info.id());
        document.put("name", info.name());
        document.put("domain", info.domain());
        document.put("input_size", List.of(info.channels(), info.height(), info.width()));
        document.put("total_num_samples", info.totalSamples());
        document.put("splits_num_samples", sizes(info.splits()));
        document.put("original_splits_num_samples", sizes(info.originalSplits()));
        document.put("domain_overlaps", info.domainOverlaps());
        document.put("subject_overlaps", info.subjectOverlaps());
        if (!info.license().isBlank()) {
            document.put("license", info.license());
        }
        var tasks = new ArrayList<Map<String, Object>>();
        for (TaskInfo task : info.tasks()) {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("task_name", task.name());
            entry.put("task_target", task.target().name());
            entry.put("labels", task.labels());
            tasks.add(entry);
        }
        document.put("tasks", tasks);
        try {
            return WRITER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no YAML of " + info.id(), e);
        }
    }

    private static Map<String, Integer> sizes(SplitSizes sizes) {
        var map = new LinkedHashMap<String, Integer>();
        map.put("train", sizes.train());
        map.put("val", sizes.val());
        map.put("test", sizes.test());
        return map;
    }
}
