package io.holdout.coordinator.journal.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.internal.core.config.typesafe.DefaultDriverConfigLoader;
import com.typesafe.config.ConfigFactory;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.util.stream.Collectors;

/** Connects the driver, and says in our words what it found wrong. */
final class CassandraSessions {
    private CassandraSessions() {}

    /** @throws HoldoutException JOURNAL_UNAVAILABLE, BAD_CREDENTIALS, or BAD_JOURNAL if no node is of the data centre */
    static CqlSession open(CassandraAddress address) {
        var settings = CassandraSettings.of(address, CassandraCredentials.of(address, System.getenv()))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve()
                .getConfig(CassandraSettings.DRIVER);
        CqlSession session;
        try {
            session = CqlSession.builder()
                    .withConfigLoader(new DefaultDriverConfigLoader(() -> settings))
                    .build();
        } catch (AllNodesFailedException e) {
            throw refused(e) ? badCredentials(address, e) : unavailable(address, e);
        } catch (DriverException | IllegalArgumentException | IllegalStateException e) {
            throw unavailable(address, e);
        }
        requireDatacenter(session, address);
        return session;
    }

    private static boolean refused(AllNodesFailedException e) {
        return e.getAllErrors().values().stream()
                .flatMap(java.util.List::stream)
                .anyMatch(AuthenticationException.class::isInstance);
    }

    private static void requireDatacenter(CqlSession session, CassandraAddress address) {
        var found = session.getMetadata().getNodes().values().stream()
                .map(Node::getDatacenter)
                .filter(java.util.Objects::nonNull)
                .collect(Collectors.toCollection(java.util.TreeSet::new));
        if (!found.contains(address.datacenter())) {
            session.close();
            throw HoldoutException.user(
                    "BAD_JOURNAL",
                    "no node of " + String.join(",", address.contactPoints()) + " is in data centre '"
                            + address.datacenter() + "'; there is " + String.join(", ", found));
        }
    }

    private static HoldoutException badCredentials(CassandraAddress address, Throwable cause) {
        return new HoldoutException(
                new Failure(
                        FailureClass.USER,
                        "BAD_CREDENTIALS",
                        "Cassandra at " + String.join(",", address.contactPoints())
                                + " refuses the user and password of "
                                + address.credentials().map(Object::toString).orElse("the environment")),
                cause);
    }

    /** The failure of a request to a cluster that cannot serve it now. */
    static HoldoutException unavailable(CassandraAddress address, Throwable cause) {
        return HoldoutException.infrastructure(
                "JOURNAL_UNAVAILABLE",
                "Cassandra at " + String.join(",", address.contactPoints()) + " does not serve keyspace "
                        + address.keyspace() + ": " + reason(cause),
                cause);
    }

    private static String reason(Throwable cause) {
        if (cause instanceof AllNodesFailedException all && !all.getAllErrors().isEmpty()) {
            Throwable first = all.getAllErrors().values().iterator().next().get(0);
            return first.getCause() == null
                    ? String.valueOf(first.getMessage())
                    : first.getMessage() + ", " + first.getCause().getMessage();
        }
        return String.valueOf(cause.getMessage());
    }
}
