package io.holdout.coordinator.report;

import io.holdout.coordinator.plan.Row;
import io.holdout.coordinator.plan.Setting;
import io.holdout.coordinator.spec.Strategy;
import java.util.List;

/**
 * One row of a table, in words: what is compared.
 *
 * @param sweep of which it is, where several are shown together and it needs to be said; else empty
 * @param strategy such as {@code mm-pt}
 * @param backbone such as {@code resnet18}; empty where backbones are columns
 * @param variant the settings in which it differs from other rows of its strategy and backbone; empty if there is none
 * @param shots support samples a class; 0 if supervised, or where shots are columns
 * @param imageSize side of the images that its backbone is fed, pixels
 * @param reference whether it is shown for reference only: averaged, but neither ranked nor best
 * @param settings all that it was run with
 */
public record Line(
        String sweep,
        String strategy,
        String backbone,
        String variant,
        int shots,
        int imageSize,
        boolean reference,
        List<Setting> settings) {
    public Line {
        settings = List.copyOf(settings);
    }

    public static Line of(Row row) {
        return new Line(
                "",
                row.strategy().word(),
                row.backboneName(),
                row.variant(),
                row.shots(),
                row.backbone().imageSize(),
                row.strategy() == Strategy.SUPERVISED,
                row.settings());
    }

    Line of(String itsSweep) {
        return new Line(itsSweep, strategy, backbone, variant, shots, imageSize, reference, settings);
    }

    /** All in one line, such as {@code mm-pt resnet18, lr 0.01}. */
    public String title() {
        String title = backbone.isEmpty() ? strategy : strategy + " " + backbone;
        title = variant.isEmpty() ? title : title + ", " + variant;
        return sweep.isEmpty() ? title : sweep + ": " + title;
    }

    /** Its parts, for a heading of several lines. */
    public List<String> parts() {
        var parts = new java.util.ArrayList<String>();
        if (!sweep.isEmpty()) {
            parts.add(sweep);
        }
        parts.add(strategy);
        if (!backbone.isEmpty()) {
            parts.add(backbone);
        }
        if (!variant.isEmpty()) {
            parts.addAll(List.of(variant.split(", ")));
        }
        return parts;
    }
}
