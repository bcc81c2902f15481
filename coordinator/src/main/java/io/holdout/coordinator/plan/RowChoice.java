package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.Strategy;
import io.holdout.coordinator.spec.SweepFile.SourceTasks;
import io.holdout.protocol.trial.BackboneSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One choice of everything that makes a row, before rows are compared with each other.
 *
 * @param sources what pre-training learns from; ALL if the strategy has none
 * @param training learning rate of pre-training or supervised training; 0 if the strategy has none
 * @param augment of that training
 * @param shots support samples a class; 0 if supervised
 * @param adapt how it is adapted to episodes; NONE if supervised
 */
record RowChoice(
        Strategy strategy,
        BackboneSpec backbone,
        int seed,
        SourceTasks sources,
        double training,
        boolean augment,
        int shots,
        AdaptChoice adapt) {

    /** The settings that decide its pre-training or supervised training, in the order of the sweep file. */
    List<Setting> trainingSettings() {
        var settings = new ArrayList<Setting>();
        if (backbone.width() > 0) {
            settings.add(new Setting("backbones.conv4.width", "width " + backbone.width()));
        }
        settings.add(new Setting("seed", "seed " + seed));
        if (strategy.pretrains()) {
            settings.add(new Setting("source_tasks", sources.name().toLowerCase(Locale.ROOT) + " source tasks"));
        }
        if (strategy.pretrains() || strategy == Strategy.SUPERVISED) {
            String section = strategy.word().replace('-', '_');
            String name = strategy.pretrains() ? "pre-training lr " : "lr ";
            settings.add(new Setting(section + ".learning_rate", name + number(training)));
            settings.add(new Setting(section + ".augment", augment ? "augmented" : "not augmented"));
        }
        return settings;
    }

    /** The settings that decide its adaptation, but for the number of steps: one run is scored at several. */
    List<Setting> adaptSettings() {
        var settings = new ArrayList<>(trainingSettings());
        if (strategy != Strategy.SUPERVISED) {
            settings.add(new Setting("shots", shots + "-shot"));
            settings.addAll(adapt.settings());
        }
        return settings;
    }

    /** All settings, in the order of the sweep file. */
    List<Setting> settings() {
        var settings = new ArrayList<>(adaptSettings());
        settings.addAll(adapt.stepSettings());
        return settings;
    }

    RowChoice adaptedBy(int shotsPerClass, AdaptChoice how) {
        return new RowChoice(strategy, backbone, seed, sources, training, augment, shotsPerClass, how);
    }

    static String number(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
