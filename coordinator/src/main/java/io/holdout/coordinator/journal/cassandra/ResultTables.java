package io.holdout.coordinator.journal.cassandra;

import static com.datastax.oss.driver.api.querybuilder.QueryBuilder.bindMarker;
import static com.datastax.oss.driver.api.querybuilder.QueryBuilder.deleteFrom;
import static com.datastax.oss.driver.api.querybuilder.QueryBuilder.insertInto;
import static com.datastax.oss.driver.api.querybuilder.QueryBuilder.selectFrom;
import static com.datastax.oss.driver.api.querybuilder.QueryBuilder.truncate;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.querybuilder.BuildableQuery;
import io.holdout.coordinator.sweep.SweepEvent.TrialSucceeded;
import io.holdout.protocol.trial.TrialKind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The statements of the tables for users. Every write bears the number of its event as its timestamp: repeated, late or
 * out of order, it makes the same table, as a later event always wins.
 */
final class ResultTables {
    private static final List<String> RESULT = List.of(
            "sweep",
            "kind",
            "strategy",
            "backbone",
            "target",
            "trial",
            "label",
            "settings",
            "headline",
            "attempt",
            "duration_millis",
            "worker",
            "host",
            "device",
            "engine",
            "version",
            "result",
            "finished_at");

    private static final int SIZE = 4;
    private static final int TIMESTAMP = 5;

    private final CqlSession session;
    private final String keyspace;
    private final PreparedStatement putResult;
    private final PreparedStatement dropResult;
    private final PreparedStatement putArtifact;
    private final PreparedStatement dropArtifacts;
    private final PreparedStatement putOffset;
    private final PreparedStatement offset;

    ResultTables(CqlSession session, String keyspace) {
        this.session = session;
        this.keyspace = keyspace;
        var insert = insertInto(keyspace, "results").value(RESULT.get(0), bindMarker());
        for (String column : RESULT.subList(1, RESULT.size())) {
            insert = insert.value(column, bindMarker());
        }
        putResult = prepare(insert.usingTimestamp(bindMarker()));
        dropResult = prepare(deleteFrom(keyspace, "results")
                .usingTimestamp(bindMarker())
                .whereColumn("sweep")
                .isEqualTo(bindMarker())
                .whereColumn("kind")
                .isEqualTo(bindMarker())
                .whereColumn("strategy")
                .isEqualTo(bindMarker())
                .whereColumn("backbone")
                .isEqualTo(bindMarker())
                .whereColumn("target")
                .isEqualTo(bindMarker())
                .whereColumn("trial")
                .isEqualTo(bindMarker()));
        putArtifact = prepare(insertInto(keyspace, "artifacts")
                .value("sweep", bindMarker())
                .value("trial", bindMarker())
                .value("kind", bindMarker())
                .value("hash", bindMarker())
                .value("size", bindMarker())
                .usingTimestamp(bindMarker()));
        dropArtifacts = prepare(deleteFrom(keyspace, "artifacts")
                .usingTimestamp(bindMarker())
                .whereColumn("sweep")
                .isEqualTo(bindMarker())
                .whereColumn("trial")
                .isEqualTo(bindMarker()));
        putOffset = prepare(insertInto(keyspace, "projection_offset")
                .value("sweep", bindMarker())
                .value("sequence_nr", bindMarker())
                .usingTimestamp(bindMarker()));
        offset = prepare(selectFrom(keyspace, "projection_offset")
                .column("sequence_nr")
                .whereColumn("sweep")
                .isEqualTo(bindMarker()));
    }

    private PreparedStatement prepare(BuildableQuery query) {
        // every write says its timestamp, so the driver may repeat all of them
        return session.prepare(query.build().setIdempotent(true));
    }

    private static String word(TrialKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    BoundStatement putResult(ResultRow row, TrialSucceeded event, long number) {
        return putResult.bind(
                row.sweep(),
                word(row.kind()),
                row.strategy(),
                row.backbone(),
                row.target(),
                row.trial(),
                row.label(),
                row.settings(),
                event.headline(),
                event.attempt().number(),
                event.durationMillis(),
                event.worker(),
                event.node().host(),
                event.node().device(),
                event.node().engine(),
                event.node().version(),
                event.result(),
                Instant.ofEpochMilli(event.atMillis()),
                number);
    }

    BoundStatement dropResult(ResultRow row, long number) {
        return dropResult.bind(
                number, row.sweep(), word(row.kind()), row.strategy(), row.backbone(), row.target(), row.trial());
    }

    /** @param size in bytes; empty if the artifact is not in the store any more */
    BoundStatement putArtifact(ResultRow row, String kind, String hash, OptionalLong size, long number) {
        var bound = putArtifact.bind(row.sweep(), row.trial(), kind, hash).setLong(TIMESTAMP, number);
        return size.isPresent() ? bound.setLong(SIZE, size.getAsLong()) : bound;
    }

    BoundStatement dropArtifacts(ResultRow row, long number) {
        return dropArtifacts.bind(number, row.sweep(), row.trial());
    }

    /** Number of the last event of a sweep that the tables hold; 0 if none. */
    long offset(String sweep) {
        Row row = session.execute(offset.bind(sweep)).one();
        return row == null ? 0 : row.getLong(0);
    }

    BoundStatement putOffset(String sweep, long number) {
        return putOffset.bind(sweep, number, number);
    }

    /** Empties all three tables; needs every node of the cluster. */
    void clear() {
        for (String table : List.of("projection_offset", "results", "artifacts")) {
            SimpleStatement empty = truncate(keyspace, table).build();
            session.execute(empty.setExecutionProfileName("holdout-schema"));
        }
    }
}
