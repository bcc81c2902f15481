package io.holdout.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPeer;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Who reaches whom, by the network policies of each overlay. */
class NetworkTest {
    private static final List<String> OVERLAYS = Overlay.ALL;
    private static final int REMOTING = 7600;
    private static final int MANAGEMENT = 8558;

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void whatever_is_not_named_is_denied(String name) {
        V1NetworkPolicy deny =
                Overlay.of(name).find(V1NetworkPolicy.class, "default-deny").orElseThrow();
        assertEquals(List.of("Ingress", "Egress"), deny.getSpec().getPolicyTypes());
        assertTrue(Selectors.isEverything(deny.getSpec().getPodSelector()));
        assertTrue(Selectors.isEmpty(deny.getSpec().getIngress()));
        assertTrue(Selectors.isEmpty(deny.getSpec().getEgress()));
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void nodes_reach_each_other_where_they_listen(String name) {
        Overlay overlay = Overlay.of(name);
        for (String one : List.of("coordinator", "worker")) {
            for (String other : List.of("coordinator", "worker")) {
                for (int port : new int[] {REMOTING, MANAGEMENT}) {
                    assertTrue(leaves(overlay, one, other, port), one + " to " + other + ":" + port);
                    assertTrue(enters(overlay, one, other, port), one + " into " + other + ":" + port);
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void nobody_else_reaches_nodes(String name) {
        Overlay overlay = Overlay.of(name);
        V1PodTemplateSpec stranger = new V1PodTemplateSpec().metadata(new V1ObjectMeta().putLabelsItem("app", "x"));
        assertFalse(policies(overlay, "worker", "Ingress").stream()
                .flatMap(policy ->
                        policy.getSpec().getIngress() == null ? Stream.of() : policy.getSpec().getIngress().stream())
                .anyMatch(rule -> rule.getFrom() == null || isPeer(rule.getFrom(), stranger)));
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void names_are_asked_of_the_dns_pods_of_kubernetes_and_of_nobody_else(String name) {
        var selectors = Overlay.of(name).all(V1NetworkPolicy.class).stream()
                .filter(policy -> policy.getSpec().getEgress() != null)
                .flatMap(policy -> policy.getSpec().getEgress().stream())
                .filter(rule -> rule.getPorts().stream().anyMatch(port -> Integer.valueOf(53)
                        .equals(port.getPort().getIntValue())))
                .flatMap(rule -> rule.getTo().stream())
                .map(peer -> peer.getPodSelector().getMatchLabels().toString())
                .distinct()
                .toList();
        assertEquals(List.of("{k8s-app=kube-dns}"), selectors);
    }

    private static List<V1NetworkPolicy> policies(Overlay overlay, String pod, String direction) {
        return overlay.all(V1NetworkPolicy.class).stream()
                .filter(policy -> policy.getSpec().getPolicyTypes().contains(direction))
                .filter(policy -> Selectors.matches(
                        policy.getSpec().getPodSelector(), overlay.templates().get(pod)))
                .toList();
    }

    private static boolean leaves(Overlay overlay, String from, String to, int port) {
        return policies(overlay, from, "Egress").stream()
                .filter(policy -> policy.getSpec().getEgress() != null)
                .flatMap(policy -> policy.getSpec().getEgress().stream())
                .filter(rule -> isPeer(rule.getTo(), overlay.templates().get(to)))
                .anyMatch(rule -> rule.getPorts().stream()
                        .anyMatch(each -> each.getPort().getIntValue().equals(port)));
    }

    private static boolean enters(Overlay overlay, String from, String to, int port) {
        return policies(overlay, to, "Ingress").stream()
                .filter(policy -> policy.getSpec().getIngress() != null)
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .filter(rule -> isPeer(rule.getFrom(), overlay.templates().get(from)))
                .anyMatch(rule -> rule.getPorts().stream()
                        .anyMatch(each -> each.getPort().getIntValue().equals(port)));
    }

    private static boolean isPeer(@Nullable List<V1NetworkPolicyPeer> peers, V1PodTemplateSpec pod) {
        return peers != null
                && peers.stream()
                        .anyMatch(peer ->
                                peer.getNamespaceSelector() == null && Selectors.matches(peer.getPodSelector(), pod));
    }
}
