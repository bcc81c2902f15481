package io.holdout.coordinator.journal.cassandra;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code cassandra.conf} with an address filled in: for Pekko's plugin and for the driver alike. */
final class CassandraSettings {
    static final String DRIVER = "datastax-java-driver";
    private static final String JOURNAL = "pekko.persistence.cassandra.journal.";
    private static final String SNAPSHOT = "pekko.persistence.cassandra.snapshot.";

    private CassandraSettings() {}

    /** Unresolved, so that it may be laid over other settings; holds secrets: never log it. */
    static Config of(CassandraAddress address, CassandraCredentials credentials) {
        var values = new LinkedHashMap<String, Object>();
        values.put(JOURNAL + "keyspace", address.keyspace());
        values.put(SNAPSHOT + "keyspace", address.keyspace());
        values.put(DRIVER + ".basic.contact-points", List.copyOf(address.contactPoints()));
        values.put(DRIVER + ".basic.load-balancing-policy.local-datacenter", address.datacenter());
        if (!credentials.user().isEmpty()) {
            values.put(DRIVER + ".advanced.auth-provider.class", "PlainTextAuthProvider");
            values.put(DRIVER + ".advanced.auth-provider.username", credentials.user());
            values.put(DRIVER + ".advanced.auth-provider.password", credentials.password());
        }
        if (address.tls()) {
            values.put(DRIVER + ".advanced.ssl-engine-factory.class", "DefaultSslEngineFactory");
            address.truststore().ifPresent(file -> {
                values.put(DRIVER + ".advanced.ssl-engine-factory.truststore-path", file.toString());
                if (!credentials.truststorePassword().isEmpty()) {
                    values.put(
                            DRIVER + ".advanced.ssl-engine-factory.truststore-password",
                            credentials.truststorePassword());
                }
            });
        }
        return ConfigFactory.parseMap(values)
                .withFallback(ConfigFactory.parseResources(CassandraSettings.class, "cassandra.conf"));
    }

    /** For the plugin: its session waits for a cluster that is not there yet. */
    static Config plugin(CassandraAddress address, CassandraCredentials credentials) {
        return ConfigFactory.parseMap(Map.of(DRIVER + ".advanced.reconnect-on-init", true))
                .withFallback(of(address, credentials));
    }
}
