package io.holdout.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;

/** Pekko settings of a node: Artery on TCP, Kryo only, quick failure detection for a LAN. */
final class ClusterConfig {
    static final String SYSTEM = "holdout";

    private ClusterConfig() {}

    /**
     * @param role {@code coordinator} or {@code worker}
     * @param port 0 for any free one
     */
    static Config of(String role, String host, int port) {
        return ConfigFactory.parseMap(Map.of(
                        "pekko.remote.artery.canonical.hostname",
                        host,
                        "pekko.remote.artery.canonical.port",
                        port,
                        // with loopback addresses, too, a node speaks from the one that it is known by
                        "pekko.remote.artery.advanced.tcp.outbound-client-hostname",
                        host.startsWith("127.") ? host : "",
                        "pekko.cluster.roles",
                        List.of(role)))
                .withFallback(ConfigFactory.parseResources(ClusterConfig.class.getClassLoader(), "holdout.conf"));
    }
}
