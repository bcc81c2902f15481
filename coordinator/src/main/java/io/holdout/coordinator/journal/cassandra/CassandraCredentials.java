package io.holdout.coordinator.journal.cassandra;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * Secrets for a Cassandra cluster: from a properties file, else from the environment, never from the command line.
 *
 * @param user empty if the cluster asks for none
 * @param truststorePassword empty if there is none
 */
record CassandraCredentials(String user, String password, String truststorePassword) {
    static final String USER = "HOLDOUT_CASSANDRA_USER";
    static final String PASSWORD = "HOLDOUT_CASSANDRA_PASSWORD";
    static final String TRUSTSTORE_PASSWORD = "HOLDOUT_CASSANDRA_TRUSTSTORE_PASSWORD";
    private static final Set<String> KEYS = Set.of("username", "password", "truststore-password");

    /** @throws HoldoutException BAD_CREDENTIALS naming the file and what it lacks, never a value in it */
    static CassandraCredentials of(CassandraAddress address, Map<String, String> environment) {
        var found = address.credentials()
                .map(CassandraCredentials::read)
                .orElseGet(() -> new CassandraCredentials(
                        environment.getOrDefault(USER, ""),
                        environment.getOrDefault(PASSWORD, ""),
                        environment.getOrDefault(TRUSTSTORE_PASSWORD, "")));
        if (found.user.isEmpty() != found.password.isEmpty()) {
            throw HoldoutException.user(
                    "BAD_CREDENTIALS",
                    address.credentials().map(Path::toString).orElse("the environment")
                            + " has a Cassandra user without a password, or a password without a user");
        }
        return found;
    }

    private static CassandraCredentials read(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw HoldoutException.user(
                    "BAD_CREDENTIALS",
                    "cannot read the credentials " + file + " (" + e.getClass().getSimpleName()
                            + "); it must hold username=... and password=...");
        }
        properties.stringPropertyNames().stream()
                .filter(key -> !KEYS.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw HoldoutException.user(
                            "BAD_CREDENTIALS",
                            file + " has the key '" + key + "'; there are username, password and truststore-password");
                });
        return new CassandraCredentials(
                properties.getProperty("username", ""),
                properties.getProperty("password", ""),
                properties.getProperty("truststore-password", ""));
    }

    /** Says nothing: this must never reach a log. */
    @Override
    public String toString() {
        return "CassandraCredentials[...]";
    }
}
