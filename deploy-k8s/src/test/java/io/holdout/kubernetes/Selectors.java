package io.holdout.kubernetes;

import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1LabelSelectorRequirement;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which pods a selector selects, as Kubernetes reads it. */
final class Selectors {
    private Selectors() {}

    static boolean matches(@Nullable V1LabelSelector selector, V1PodTemplateSpec pod) {
        Map<String, String> labels = Objects.requireNonNull(pod.getMetadata().getLabels());
        if (selector == null) {
            return false;
        }
        boolean equal = selector.getMatchLabels() == null || matches(selector.getMatchLabels(), pod);
        return equal
                && Objects.requireNonNullElse(selector.getMatchExpressions(), List.<V1LabelSelectorRequirement>of())
                        .stream()
                        .allMatch(each -> switch (each.getOperator()) {
                            case "In" -> each.getValues().contains(labels.get(each.getKey()));
                            case "NotIn" -> !each.getValues().contains(labels.get(each.getKey()));
                            case "Exists" -> labels.containsKey(each.getKey());
                            default -> throw new IllegalArgumentException(each.getOperator());
                        });
    }

    /** Absent and empty are the same to Kubernetes. */
    static boolean isEmpty(@Nullable Collection<?> values) {
        return values == null || values.isEmpty();
    }

    static boolean isEverything(V1LabelSelector selector) {
        return (selector.getMatchLabels() == null || selector.getMatchLabels().isEmpty())
                && isEmpty(selector.getMatchExpressions());
    }

    static boolean matches(Map<String, String> wanted, V1PodTemplateSpec pod) {
        return pod.getMetadata().getLabels().entrySet().containsAll(wanted.entrySet());
    }
}
