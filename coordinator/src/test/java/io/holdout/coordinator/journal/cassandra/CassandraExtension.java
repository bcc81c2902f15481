package io.holdout.coordinator.journal.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one running server for the whole run; each test makes a keyspace of its own. */
public final class CassandraExtension implements ExecutionCondition, ParameterResolver {
    private static final int JAVA = 17;

    private record Shared(CassandraServer server) implements ExtensionContext.Store.CloseableResource {
        @Override
        public void close() {
            server.close();
        }
    }

    /** Cassandra 5 runs on Java 17 and on nothing newer. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean can = Runtime.version().feature() == JAVA || System.getProperty("cassandra.java.home") != null;
        return can
                ? ConditionEvaluationResult.enabled("Java 17 is there")
                : ConditionEvaluationResult.disabled(
                        "Cassandra needs Java 17: name one with -Dcassandra.java.home=DIR; this is Java "
                                + Runtime.version().feature());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == CassandraServer.class;
    }

    /** Running, whatever the test before did to it. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(
                        "cassandra",
                        key -> {
                            try {
                                return new Shared(CassandraServer.single());
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        Shared.class)
                .server()
                .start();
    }
}
