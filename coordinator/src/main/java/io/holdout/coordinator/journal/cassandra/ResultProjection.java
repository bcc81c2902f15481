package io.holdout.coordinator.journal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import io.holdout.coordinator.journal.Numbered;
import io.holdout.coordinator.sweep.Evolver;
import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.coordinator.sweep.SweepState;
import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.artifact.LastArtifact;
import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings the tables for users up to the journal. It reads the journal itself, from where it was: so what a coordinator
 * writes while it runs and what {@link #rebuild} writes are the same by construction. For one thread.
 */
final class ResultProjection {
    private static final int EVENTS_AT_ONCE = 200;
    /** Some 50 kB; Cassandra takes 16 MB. */
    private static final int WRITES_AT_ONCE = 100;

    private final CqlSession session;
    private final CassandraAddress address;
    private final ArtifactStore artifacts;
    private final CassandraJournalReader journal;
    private Seen seen;
    private @Nullable ResultTables tables;
    private ResultRow.@Nullable Index rows;

    /** What was asked of the artifact store for some events: many of them name one pack. */
    private static final class Seen {
        private final ArtifactStore artifacts;
        private final LastArtifact results;
        private final Map<String, OptionalLong> sizes = new HashMap<>();

        Seen(ArtifactStore artifacts) {
            this.artifacts = artifacts;
            this.results = new LastArtifact(artifacts::get);
        }

        OptionalLong size(String hash) {
            return sizes.computeIfAbsent(hash, artifacts::size);
        }
    }

    ResultProjection(CqlSession session, CassandraAddress address, ArtifactStore artifacts) {
        this.session = session;
        this.address = address;
        this.artifacts = artifacts;
        this.seen = new Seen(artifacts);
        this.journal = new CassandraJournalReader(session, address);
    }

    /**
     * Follows a sweep to the journal's end.
     *
     * @throws HoldoutException JOURNAL, JOURNAL_UNAVAILABLE or PLAN_CHANGED; what was written before stays
     */
    void follow(String sweep) {
        try {
            follow(sweep, tables().offset(sweep));
        } catch (DriverException e) {
            throw CassandraSessions.unavailable(address, e);
        }
    }

    /** Empties the tables and follows every sweep from its start; returns how many there are. */
    int rebuild() {
        try {
            tables().clear();
            List<String> sweeps = journal.sweeps();
            sweeps.forEach(sweep -> follow(sweep, 0));
            return sweeps.size();
        } catch (DriverException e) {
            throw CassandraSessions.unavailable(address, e);
        }
    }

    /** The offset is written last: whatever fails before is done again. */
    private void follow(String sweep, long from) {
        long after = from;
        while (true) {
            var events = journal.after(sweep, after, EVENTS_AT_ONCE);
            if (events.isEmpty()) {
                return;
            }
            seen = new Seen(artifacts);
            var writes = new ArrayList<BoundStatement>();
            events.forEach(each -> writes.addAll(writes(sweep, each)));
            write(writes);
            after = events.get(events.size() - 1).number();
            session.execute(tables().putOffset(sweep, after));
        }
    }

    /** All rows of a sweep lie in one partition of each table, so each batch is one write there. */
    private void write(List<BoundStatement> statements) {
        var sorts = statements.stream()
                .collect(Collectors.groupingBy(
                        BoundStatement::getPreparedStatement, LinkedHashMap::new, Collectors.toList()))
                .values();
        var pending = sorts.stream()
                .flatMap(sort -> parts(sort).stream())
                .map(part -> session.executeAsync(part).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(pending).join();
        } catch (CompletionException e) {
            throw CassandraSessions.unavailable(address, e.getCause() == null ? e : e.getCause());
        }
    }

    private static List<BatchStatement> parts(List<BoundStatement> statements) {
        var parts = new ArrayList<BatchStatement>();
        for (int from = 0; from < statements.size(); from += WRITES_AT_ONCE) {
            List<BoundStatement> part = statements.subList(from, Math.min(statements.size(), from + WRITES_AT_ONCE));
            parts.add(BatchStatement.newInstance(BatchType.UNLOGGED, part.toArray(BoundStatement[]::new))
                    .setIdempotent(true));
        }
        return parts;
    }

    private List<BoundStatement> writes(String sweep, Numbered numbered) {
        long number = numbered.number();
        if (numbered.event() instanceof SweepEvent.TrialSucceeded succeeded) {
            return writes(sweep, succeeded, number);
        }
        if (numbered.event() instanceof SweepEvent.ResultsReused reused) {
            return reused.results().stream()
                    .flatMap(each -> writes(sweep, each.asSuccess(sweep, reused.atMillis()), number).stream())
                    .toList();
        }
        if (numbered.event() instanceof SweepEvent.ResultLost lost) {
            ResultRow row = row(sweep, lost.trial());
            return List.of(tables().dropResult(row, number), tables().dropArtifacts(row, number));
        }
        return List.of();
    }

    private List<BoundStatement> writes(String sweep, SweepEvent.TrialSucceeded succeeded, long number) {
        ResultRow row = row(sweep, succeeded.attempt().trial());
        var writes = new ArrayList<BoundStatement>();
        writes.add(tables().putResult(row, succeeded, number));
        references(row, succeeded.ref())
                .forEach((kind, hash) -> writes.add(tables().putArtifact(row, kind, hash, seen.size(hash), number)));
        return writes;
    }

    /** Kind to hash: the result itself, and the checkpoints that it names, as long as it can be read. */
    private SortedMap<String, String> references(ResultRow row, ResultRef ref) {
        var references = new TreeMap<String, String>();
        references.put("result", ref.artifact());
        // most trials keep none: their results need not be read
        if (row.kind().keepsCheckpoints()) {
            seen.results.read(ref).ifPresent(bytes -> references.putAll(checkpoints(bytes)));
        }
        return references;
    }

    private static Map<String, String> checkpoints(byte[] bytes) {
        var result = CanonicalJson.read(new String(bytes, StandardCharsets.UTF_8), TrialResult.class);
        var checkpoints = new TreeMap<String, String>();
        if (result instanceof TrialResult.Pretrained pretrained) {
            pretrained
                    .checkpoints()
                    .forEach((kind, hash) ->
                            checkpoints.put("checkpoint-" + kind.name().toLowerCase(Locale.ROOT), hash));
        } else if (result instanceof TrialResult.Supervised supervised) {
            checkpoints.put("checkpoint", supervised.checkpoint());
        }
        return checkpoints;
    }

    /** Of a trial that a search or an extension has added, from the plan that the whole journal makes. */
    private ResultRow row(String sweep, TrialId trial) {
        ResultRow.Index known = rows(sweep);
        if (!known.knows(trial)) {
            SweepState[] at = {SweepState.EMPTY};
            journal.events(sweep, entry -> at[0] = Evolver.evolve(at[0], entry));
            known = new ResultRow.Index(at[0].plan());
            rows = known;
        }
        return known.of(trial);
    }

    /** Those of the last plan are kept: mostly one sweep runs, and a plan may be large. */
    private ResultRow.Index rows(String sweep) {
        ResultRow.Index known = rows;
        if (known == null || !known.sweep().equals(sweep)) {
            known = journal.first(sweep)
                    .filter(SweepEvent.SweepSubmitted.class::isInstance)
                    .map(event -> new ResultRow.Index(Submission.planOf((SweepEvent.SweepSubmitted) event)))
                    .orElseThrow(() -> new IllegalStateException("sweep " + sweep + " does not begin with its file"));
            rows = known;
        }
        return known;
    }

    /** Prepared at the first use: that needs the cluster. */
    private ResultTables tables() {
        if (tables == null) {
            tables = new ResultTables(session, address.keyspace());
        }
        return tables;
    }
}
