package io.holdout.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.management.cluster.bootstrap.ClusterBootstrap;
import org.apache.pekko.management.javadsl.PekkoManagement;

/**
 * How nodes on Kubernetes find each other: they ask its API for the pods of coordinators, and those whom they have joined.
 * Only coordinators found a cluster, when most of them are there and none of them is in one.
 *
 * @param pods label selector of the coordinators' pods, whose container port {@code management} is asked
 * @param coordinators how many there are
 * @param managementPort where this node answers the others, and the probes of Kubernetes
 * @param account folder of the service account: {@code ca.crt}, {@code token}, {@code namespace}
 */
record KubernetesDiscovery(String pods, int coordinators, int managementPort, Path account) {
    private static final String API = "KUBERNETES_SERVICE_HOST";

    /** @throws HoldoutException NOT_ON_KUBERNETES if this is no pod that may ask the API */
    KubernetesDiscovery checked() {
        for (Path file : List.of(ca(), token(), namespace())) {
            if (!Files.isReadable(file)) {
                throw unusable(file + " cannot be read");
            }
        }
        if (System.getenv(API) == null) {
            throw unusable("the environment has no " + API);
        }
        return this;
    }

    private static HoldoutException unusable(String why) {
        return new HoldoutException(new Failure(
                FailureClass.INFRASTRUCTURE,
                "NOT_ON_KUBERNETES",
                why + "; --discover kubernetes needs a pod with the token of its service account mounted"));
    }

    /**
     * Settings to lay over those of a node.
     *
     * @param host the pod's address
     * @param mayFound whether this node may begin a cluster
     */
    Config config(String host, boolean mayFound) {
        var config = ConfigFactory.parseMap(Map.ofEntries(
                Map.entry("pekko.discovery.kubernetes-api.pod-label-selector", pods),
                Map.entry("pekko.discovery.kubernetes-api.api-ca-path", ca().toString()),
                Map.entry("pekko.discovery.kubernetes-api.api-token-path", token().toString()),
                Map.entry(
                        "pekko.discovery.kubernetes-api.pod-namespace-path",
                        namespace().toString()),
                Map.entry("pekko.coordination.lease.kubernetes.api-ca-path", ca().toString()),
                Map.entry("pekko.coordination.lease.kubernetes.api-token-path", token().toString()),
                Map.entry(
                        "pekko.coordination.lease.kubernetes.namespace-path",
                        namespace().toString()),
                Map.entry("pekko.management.http.hostname", host),
                Map.entry("pekko.management.http.port", managementPort),
                Map.entry("pekko.management.cluster.bootstrap.new-cluster-enabled", mayFound),
                Map.entry(
                        "pekko.management.cluster.bootstrap.contact-point-discovery.required-contact-point-nr",
                        coordinators / 2 + 1),
                // with one coordinator there is nobody to be kept apart, and no reason to depend on the API
                Map.entry(
                        "pekko.cluster.singleton.use-lease",
                        coordinators == 1 ? "" : "pekko.coordination.lease.kubernetes")));
        return config.withFallback(
                ConfigFactory.parseResources(KubernetesDiscovery.class.getClassLoader(), "kubernetes.conf"));
    }

    /** Answers others and probes from now on, and joins, however long that takes. */
    void join(ActorSystem<?> system) {
        PekkoManagement.get(system).start();
        ClusterBootstrap.get(system).start();
    }

    private Path ca() {
        return account.resolve("ca.crt");
    }

    private Path token() {
        return account.resolve("token");
    }

    private Path namespace() {
        return account.resolve("namespace");
    }
}
