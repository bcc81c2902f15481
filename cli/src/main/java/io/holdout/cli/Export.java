package io.holdout.cli;

import io.holdout.coordinator.report.Results;
import io.holdout.coordinator.report.TableChoice;
import io.holdout.coordinator.report.export.Form;
import io.holdout.protocol.artifact.AtomicFile;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes a table into a file, with a manifest beside it. */
final class Export {
    private Export() {}

    /**
     * Both files are there whole or not at all; what was there before stays until then.
     *
     * @throws HoldoutException CANNOT_WRITE
     */
    static void write(Path file, Form form, String figure, TableChoice choice, List<String> sources, Results results) {
        byte[] bytes = form.render(results, choice, figure);
        try {
            AtomicFile.write(file, bytes);
            AtomicFile.write(
                    Manifest.of(file),
                    Manifest.of(file, bytes, form, figure, choice, sources, results)
                            .toBytes());
        } catch (IOException e) {
            throw HoldoutException.infrastructure("CANNOT_WRITE", "cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
