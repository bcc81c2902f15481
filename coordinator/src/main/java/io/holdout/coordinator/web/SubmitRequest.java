package io.holdout.coordinator.web;

import io.holdout.coordinator.sweep.Submission;
import io.holdout.protocol.catalog.Catalogue;
import io.holdout.protocol.catalog.DatasetInfo;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/v1/sweeps} and of {@code POST /api/v1/sweeps/NAME/extend}; see {@link Submission}.
 *
 * @param fresh whether nothing that other sweeps finished is taken over; may be left out
 */
public record SubmitRequest(
        String sweep,
        String file,
        String fileName,
        List<DatasetInfo> catalogue,
        SortedMap<String, String> fingerprints,
        SortedMap<String, String> weights,
        String version,
        @Nullable Boolean fresh) {
    public static SubmitRequest of(String sweep, Submission submission, String version, boolean fresh) {
        return new SubmitRequest(
                sweep,
                submission.file(),
                submission.fileName(),
                submission.catalogue().datasets(),
                submission.fingerprints(),
                submission.weights(),
                version,
                fresh);
    }

    boolean isFresh() {
        return fresh != null && fresh;
    }

    /** @throws Refused 400 if something is missing */
    Submission submission() {
        Stream.of(sweep, file, fileName, catalogue, fingerprints, weights, version)
                .forEach(part -> {
                    if (part == null) {
                        throw new Refused(
                                400,
                                "BAD_REQUEST",
                                "a submission has sweep, file, fileName, catalogue, fingerprints, weights and version");
                    }
                });
        return new Submission(file, fileName, new Catalogue(catalogue), fingerprints, weights);
    }
}
