package io.holdout.protocol.catalog;

import java.util.List;

/**
 * What {@code info.yaml} says of one dataset.
 *
 * @param channels 1 (grey) or 3 (RGB)
 * @param height of every image, pixels
 * @param width of every image, pixels
 * @param totalSamples number of images
 * @param splits sizes of {@code splits/*.txt}
 * @param originalSplits sizes of {@code original_splits/*.txt}
 * @param domainOverlaps ids of datasets of the same domain
 * @param subjectOverlaps ids of datasets that share subjects
 * @param tasks in file order; the first is the primary task
 */
public record DatasetInfo(
        String id,
        String name,
        String domain,
        int channels,
        int height,
        int width,
        int totalSamples,
        SplitSizes splits,
        SplitSizes originalSplits,
        List<String> domainOverlaps,
        List<String> subjectOverlaps,
        String license,
        List<TaskInfo> tasks) {
    public DatasetInfo {
        domainOverlaps = List.copyOf(domainOverlaps);
        subjectOverlaps = List.copyOf(subjectOverlaps);
        tasks = List.copyOf(tasks);
    }

    public TaskInfo primaryTask() {
        return tasks.get(0);
    }
}
