package io.holdout.coordinator.journal.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.loadbalancing.NodeDistance;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** The keyspace and its tables, {@code schema.cql}: made by a command only, and asked for at every start. */
public final class CassandraSchema {
    /** Raised with every change of {@code schema.cql} that an older version could not work with. */
    static final int VERSION = 1;

    private static final String PROFILE = "holdout-schema";
    private static final int LARGEST_FACTOR = 9;
    private static final Duration AGREEMENT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final CassandraAddress address;

    public CassandraSchema(CassandraAddress address) {
        this.address = address;
    }

    /**
     * The CQL that makes keyspace and tables.
     *
     * @param factor copies of everything in the address's data centre
     * @throws HoldoutException BAD_REPLICATION if the factor is not in 1 to 9
     */
    public String cql(int factor) {
        if (factor < 1 || factor > LARGEST_FACTOR) {
            throw HoldoutException.user(
                    "BAD_REPLICATION",
                    "replication factor " + factor + "; it must be 1 to " + LARGEST_FACTOR
                            + ", and 3 or more to survive the loss of a node");
        }
        try (var in = CassandraSchema.class.getResourceAsStream("schema.cql")) {
            if (in == null) {
                throw new IllegalStateException("schema.cql is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${keyspace}", address.keyspace())
                    .replace("${replication}", replication(factor));
        } catch (IOException e) {
            throw new IllegalStateException("schema.cql cannot be read", e);
        }
    }

    private String replication(int factor) {
        return "{'class': 'NetworkTopologyStrategy', '" + address.datacenter() + "': " + factor + "}";
    }

    /**
     * Makes what is not there yet; a keyspace that is there keeps its replication.
     *
     * @return the keyspace's replication, for people
     * @throws HoldoutException JOURNAL_UNAVAILABLE or CASSANDRA with the server's own words
     */
    public String create(int factor) {
        List<String> statements = statements(cql(factor));
        try (CqlSession session = CassandraSessions.open(address)) {
            // else the driver waits a second after each statement to read all schemas again
            session.setSchemaMetadataEnabled(false);
            boolean exists = !replicationIn(session).isEmpty();
            // all on one node, which so knows what came before; the others learn of it a little later
            Node node = near(session).get(0);
            for (String statement : statements) {
                // a user who may not create keyspaces may still be given one
                if (!(exists && statement.startsWith("CREATE KEYSPACE"))) {
                    run(session, node, statement);
                }
            }
            return replicationIn(session);
        }
    }

    private void run(CqlSession session, Node node, String statement) {
        try {
            session.execute(SimpleStatement.newInstance(statement)
                    .setExecutionProfileName(PROFILE)
                    .setNode(node));
            awaitAgreement(session);
        } catch (AllNodesFailedException e) {
            throw CassandraSessions.unavailable(address, e);
        } catch (DriverException e) {
            throw HoldoutException.infrastructure(
                    "CASSANDRA", "Cassandra refused \"" + firstLine(statement) + "\": " + e.getMessage(), e);
        }
    }

    /**
     * Asks each node itself. The driver asks one what it knows of the others, and that one may not have heard of the
     * change at all: then all seem to agree.
     */
    private static void awaitAgreement(CqlSession session) {
        long deadline = System.nanoTime() + AGREEMENT.toNanos();
        while (near(session).stream()
                        .map(node -> session.execute(
                                        SimpleStatement.newInstance("SELECT schema_version FROM system.local")
                                                .setNode(node))
                                .one())
                        .map(row -> row == null ? null : row.getUuid(0))
                        .distinct()
                        .count()
                > 1) {
            if (System.nanoTime() > deadline) {
                throw new HoldoutException(new Failure(
                        FailureClass.INFRASTRUCTURE,
                        "CASSANDRA",
                        "the nodes did not agree on the new tables within " + AGREEMENT.toSeconds()
                                + " s; look at 'nodetool describecluster', then run the command again"));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Nodes of the data centre that are up; never empty while the session is connected. */
    private static List<Node> near(CqlSession session) {
        return session.getMetadata().getNodes().values().stream()
                .filter(node -> node.getState() == NodeState.UP && node.getDistance() != NodeDistance.IGNORED)
                .toList();
    }

    private static String firstLine(String statement) {
        return statement.lines().findFirst().orElse("");
    }

    private String replicationIn(CqlSession session) {
        var row = session.execute(SimpleStatement.newInstance(
                        "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?", address.keyspace()))
                .one();
        Map<String, String> replication = row == null ? null : row.getMap(0, String.class, String.class);
        return replication == null
                ? ""
                : replication.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + " " + entry.getValue().replace("org.apache.cassandra.locator.", ""))
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    /** @throws HoldoutException JOURNAL_NOT_INITIALISED naming the command, or JOURNAL_VERSION */
    void require(CqlSession session) {
        int version;
        try {
            var row = session.execute(
                            "SELECT version FROM " + address.keyspace() + ".holdout_schema WHERE name = 'holdout'")
                    .one();
            version = row == null ? 0 : row.getInt(0);
        } catch (InvalidQueryException e) {
            // no such keyspace, or no such table
            version = 0;
        } catch (DriverException e) {
            throw CassandraSessions.unavailable(address, e);
        }
        if (version == 0) {
            throw new HoldoutException(new Failure(
                    FailureClass.INFRASTRUCTURE,
                    "JOURNAL_NOT_INITIALISED",
                    "keyspace " + address.keyspace() + " of " + String.join(",", address.contactPoints())
                            + " was not made ready for Holdout; run 'holdout cassandra init --contact-points "
                            + String.join(",", address.contactPoints()) + " --keyspace " + address.keyspace()
                            + " --datacenter " + address.datacenter() + " --replication-factor N' once"));
        }
        if (version != VERSION) {
            throw new HoldoutException(new Failure(
                    FailureClass.INFRASTRUCTURE,
                    "JOURNAL_VERSION",
                    "keyspace " + address.keyspace() + " has schema version " + version
                            + ", this version of Holdout needs " + VERSION));
        }
    }

    /** Comments stand on lines of their own, and no text in the file holds a semicolon. */
    private static List<String> statements(String cql) {
        String bare = cql.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        return Arrays.stream(bare.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
