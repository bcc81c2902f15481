package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.Strategy;
import io.holdout.protocol.trial.BackboneSpec;
import java.util.List;

/**
 * One row of the table: a strategy with one choice of every hyper-parameter.
 *
 * @param variant the settings in which it differs from other rows of its strategy and backbone, such as {@code lr 0.01,
 *     100 steps}; empty if there is no such row
 * @param shots support samples a class; 0 if supervised
 * @param steps steps of its adaptation at which it is measured; 0 if nothing trains there, and if they are searched for
 * @param seed the sweep's seed that all its draws derive from
 * @param settings all that it was run with, in the order of the sweep file's schema
 */
public record Row(
        Strategy strategy,
        BackboneSpec backbone,
        String variant,
        int shots,
        int steps,
        long seed,
        List<Setting> settings) {
    public Row {
        settings = List.copyOf(settings);
    }

    /** The backbone as people read it: {@code conv4} or {@code resnet18}. */
    public String backboneName() {
        return backbone.name();
    }

    /** Strategy, backbone and variant in one line, such as {@code mm-pt resnet18, lr 0.01}. */
    public String title() {
        String title = strategy.word() + " " + backbone.name();
        return variant.isEmpty() ? title : title + ", " + variant;
    }
}
