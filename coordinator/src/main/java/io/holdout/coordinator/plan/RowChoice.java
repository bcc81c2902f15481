package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.Strategy;
import io.holdout.protocol.trial.BackboneSpec;
import java.util.List;

/**
 * One choice of everything that makes a row, before rows are compared with each other.
 *
 * @param training learning rate of pre-training or supervised training; 0 if the strategy has none
 * @param augment of that training
 * @param fineTuneRate learning rate of fine-tuning; 0 if supervised
 */
record RowChoice(
        Strategy strategy,
        BackboneSpec backbone,
        int seed,
        int shots,
        double training,
        boolean augment,
        double fineTuneRate,
        int steps) {

    /** The settings in the order of the sweep file's schema. */
    List<Setting> settings() {
        String section = strategy.name().toLowerCase(java.util.Locale.ROOT);
        var settings = new java.util.ArrayList<Setting>();
        if (backbone.width() > 0) {
            settings.add(new Setting("backbones.conv4.width", "width " + backbone.width()));
        }
        if (strategy != Strategy.SUPERVISED) {
            settings.add(new Setting("shots", shots + "-shot"));
        }
        settings.add(new Setting("seed", "seed " + seed));
        if (strategy.pretrains() || strategy == Strategy.SUPERVISED) {
            String name = strategy == Strategy.SUPERVISED ? "lr " : "pre-training lr ";
            settings.add(new Setting(section + ".learning_rate", name + number(training)));
            settings.add(new Setting(section + ".augment", augment ? "augmented" : "not augmented"));
        }
        if (strategy != Strategy.SUPERVISED) {
            settings.add(new Setting("fine_tune.learning_rate", "lr " + number(fineTuneRate)));
            settings.add(new Setting("fine_tune.steps", steps + " steps"));
        }
        return settings;
    }

    private static String number(double value) {
        return new java.math.BigDecimal(Double.toString(value))
                .stripTrailingZeros()
                .toPlainString();
    }
}
