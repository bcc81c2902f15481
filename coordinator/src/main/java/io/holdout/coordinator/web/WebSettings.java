package io.holdout.coordinator.web;

import io.holdout.coordinator.journal.JournalReader;
import io.holdout.coordinator.logs.AttemptLogs;
import io.holdout.coordinator.web.access.Tokens;
import io.holdout.coordinator.web.metrics.SweepMeters;
import io.holdout.protocol.artifact.ArtifactStore;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where the interface listens, for whom, and what it reads.
 *
 * @param host address to listen on
 * @param ports tried in this order; 0 is any free one
 * @param tls null for plain HTTP
 * @param meters what is told at {@code /metrics}
 * @param logs of attempts that ended
 * @param journal opens a reader, which whoever asked for it closes
 */
public record WebSettings(
        String host,
        int[] ports,
        Tokens tokens,
        @Nullable SSLContext tls,
        Supplier<JournalReader> journal,
        ArtifactStore artifacts,
        SweepMeters meters,
        AttemptLogs logs) {}
