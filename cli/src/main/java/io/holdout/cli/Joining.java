package io.holdout.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;

/**
 * How a node comes into its cluster: by founding it, through nodes whose addresses it was given, or through Kubernetes.
 *
 * @param seeds empty unless addresses were given
 * @param kubernetes empty unless it is asked
 */
record Joining(List<Address> seeds, Optional<KubernetesDiscovery> kubernetes) {
    /** Longer than it takes a cluster to give up a member that died just now; before that nobody may join. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** The other coordinators' pods may wait for nodes, volumes or images. */
    private static final Duration PATIENCE_WITH_PODS = Duration.ofMinutes(10);

    static Joining founding() {
        return of(List.of());
    }

    static Joining of(List<Address> seeds) {
        return new Joining(seeds, Optional.empty());
    }

    static Joining through(KubernetesDiscovery kubernetes) {
        return new Joining(List.of(), Optional.of(kubernetes));
    }

    boolean founds() {
        return seeds.isEmpty() && kubernetes.isEmpty();
    }

    /** Whether there is a single node to join. */
    boolean knowsOne() {
        return seeds.size() == 1;
    }

    /** Until a coordinator gives up. */
    Duration patience() {
        return kubernetes.isPresent() ? PATIENCE_WITH_PODS : PATIENCE;
    }

    /** Settings to lay over those of a node. */
    Config config(String host, boolean mayFound) {
        return kubernetes.map(found -> found.config(host, mayFound)).orElseGet(ConfigFactory::empty);
    }

    void begin(ActorSystem<?> system) {
        Cluster cluster = Cluster.get(system);
        if (kubernetes.isPresent()) {
            kubernetes.get().join(system);
        } else if (founds()) {
            cluster.manager().tell(Join.create(cluster.selfMember().address()));
        } else {
            cluster.manager().tell(new JoinSeedNodes(seeds));
        }
    }

    @Override
    public String toString() {
        return kubernetes
                .map(found -> "the pods " + found.pods())
                .orElseGet(() -> "any node of "
                        + String.join(
                                ", ",
                                seeds.stream().map(each -> each.hostPort()).toList()));
    }
}
