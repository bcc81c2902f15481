package io.holdout.coordinator.web;

import io.holdout.coordinator.sweep.Submission;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.DatasetInfo;
import java.util.List;
import java.util.SortedMap;

/** The body of {@code POST /api/v1/sweeps}; see {@link Submission}. */
public record SubmitRequest(
        String sweep,
        String file,
        String fileName,
        List<DatasetInfo> catalogue,
        SortedMap<String, String> fingerprints,
        SortedMap<String, String> weights,
        String version) {
    public static SubmitRequest of(String sweep, Submission submission, String version) {
        return new SubmitRequest(
                sweep,
                submission.file(),
                submission.fileName(),
                submission.catalogue().datasets(),
                submission.fingerprints(),
                submission.weights(),
                version);
    }

    Submission submission() {
        return new Submission(file, fileName, new Catalogue(catalogue), fingerprints, weights);
    }
}
