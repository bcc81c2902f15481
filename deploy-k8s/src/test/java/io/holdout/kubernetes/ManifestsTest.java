package io.holdout.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every overlay is what Kubernetes' model knows, keeps to the restricted level, and points to nothing that is missing. */
class ManifestsTest {
    private static final List<String> OVERLAYS = Overlay.ALL;

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void every_object_of_an_overlay_is_one_that_kubernetes_knows(String name) {
        Overlay overlay = Overlay.of(name);
        assertEquals(1, overlay.all(V1StatefulSet.class).size());
        assertEquals(
                name.equals("pool") ? 0 : 1, overlay.all(V1Deployment.class).size());
        var outside = overlay.objects().stream()
                .filter(each -> !(each instanceof V1Namespace))
                .filter(each -> !"PriorityClass".equals(each.getKind()))
                .filter(each -> !"holdout".equals(each.getMetadata().getNamespace()))
                .map(each -> each.getKind() + "/" + each.getMetadata().getName())
                .toList();
        assertEquals(List.of(), outside, "all objects are in the namespace 'holdout'");
    }

    @Test
    void a_misspelt_field_and_a_wrong_type_are_noticed() {
        String deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: w}\nspec: {%s}\n";
        assertThrows(RuntimeException.class, () -> Overlay.read("x", deployment.formatted("replicaz: 2")));
        assertThrows(RuntimeException.class, () -> Overlay.read("x", deployment.formatted("replicas: two")));
        assertThrows(RuntimeException.class, () -> Overlay.read("x", "apiVersion: apps/v1\nkind: Daemon\n"));
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void every_pod_keeps_to_the_restricted_level(String name) {
        Overlay overlay = Overlay.of(name);
        assertEquals(
                "restricted",
                overlay.all(V1Namespace.class)
                        .get(0)
                        .getMetadata()
                        .getLabels()
                        .get("pod-security.kubernetes.io/enforce"));
        overlay.templates()
                .forEach((pod, template) ->
                        assertEquals(List.of(), RestrictedLevel.violations(template.getSpec()), name + " " + pod));
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void every_reference_leads_somewhere(String name) {
        assertEquals(List.of(), new References(Overlay.of(name)).broken(), name);
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void nodes_ask_for_no_more_than_they_need(String name) {
        Overlay overlay = Overlay.of(name);
        var rights = new TreeSet<String>();
        for (V1Role role : overlay.all(V1Role.class)) {
            role.getRules().forEach(rule -> rule.getVerbs()
                    .forEach(verb -> rights.add(verb + " " + String.join(",", rule.getResources())
                            + (Selectors.isEmpty(rule.getResourceNames()) ? "" : " of one name"))));
        }
        assertEquals(
                new TreeSet<>(
                        List.of("list pods", "create leases", "get leases of one name", "update leases of one name")),
                rights);
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void kubernetes_waits_longer_than_a_worker_needs_to_save_and_hand_back(String name) {
        var worker = Overlay.of(name).templates().get("worker").getSpec();
        long grace = worker.getContainers().get(0).getArgs().stream()
                .filter(argument -> argument.startsWith("--grace-seconds="))
                .mapToLong(argument -> Long.parseLong(argument.substring("--grace-seconds=".length())))
                .sum();
        assertTrue(grace > 0);
        assertTrue(worker.getTerminationGracePeriodSeconds() >= grace + 10, "and to say goodbye");
    }

    @Test
    void a_pool_is_made_of_the_same_pods_but_for_their_end() {
        var lasting = Overlay.of("gpu").templates().get("worker").getSpec();
        var pool = Overlay.of("pool").templates().get("worker").getSpec();

        assertEquals("Never", pool.getRestartPolicy());
        assertTrue(pool.getContainers().get(0).getArgs().remove("--leave-when-idle=600"));
        assertEquals(lasting, pool.restartPolicy(null));
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void as_many_coordinators_are_started_as_nodes_are_told_of(String name) {
        Overlay overlay = Overlay.of(name);
        Map<String, String> settings = References.settings(overlay);
        assertEquals(
                settings.get("HOLDOUT_COORDINATORS"),
                overlay.all(V1StatefulSet.class).get(0).getSpec().getReplicas().toString());
        boolean embedded = settings.get("HOLDOUT_JOURNAL").equals("embedded");
        assertEquals(embedded, settings.get("HOLDOUT_COORDINATORS").equals("1"), "an embedded journal is one node's");
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void no_drain_waits_forever_for_a_single_pod(String name) {
        for (V1PodDisruptionBudget budget : Overlay.of(name).all(V1PodDisruptionBudget.class)) {
            assertEquals(null, budget.getSpec().getMinAvailable());
            assertFalse(budget.getSpec().getMaxUnavailable().toString().equals("0"));
        }
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void every_image_is_of_this_version(String name) {
        Overlay.of(name)
                .templates()
                .forEach((pod, template) -> assertTrue(
                        template.getSpec().getContainers().get(0).getImage().matches("holdout(-cuda)?:[0-9.]+"), pod));
    }
}
