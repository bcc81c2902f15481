package io.holdout.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;

/** Pekko settings of a node: Artery on TCP, Kryo only, quick failure detection for a LAN. */
final class ClusterConfig {
    static final String SYSTEM = "holdout";
    /** May coordinate. */
    static final String COORDINATOR = "coordinator";
    /** Trains. */
    static final String WORKER = "worker";
    /** Is counted when a cluster falls apart: the side with more voters goes on. Their number should be odd. */
    static final String VOTER = "voter";

    private ClusterConfig() {}

    /**
     * @param port 0 for any free one
     */
    static Config of(List<String> roles, String host, int port) {
        return ConfigFactory.parseMap(Map.of(
                        "pekko.remote.artery.canonical.hostname",
                        host,
                        "pekko.remote.artery.canonical.port",
                        port,
                        // with loopback addresses, too, a node speaks from the one that it is known by
                        "pekko.remote.artery.advanced.tcp.outbound-client-hostname",
                        host.startsWith("127.") ? host : "",
                        "pekko.cluster.roles",
                        roles))
                .withFallback(ConfigFactory.parseResources(ClusterConfig.class.getClassLoader(), "holdout.conf"));
    }
}
