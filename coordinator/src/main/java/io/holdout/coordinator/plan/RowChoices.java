package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.Strategy;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.coordinator.spec.SweepFile.SourceTasks;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.BackboneSpec;
import java.util.ArrayList;
import java.util.List;

/** Expands the grids of a sweep file into rows, in the order of the table. */
final class RowChoices {
    /** A table of more rows is surely a mistake in a grid; no one could read it. */
    private static final int MOST_ROWS = 10_000;

    private static final double DEFAULT_RATE = 0.001;
    private static final double DEFAULT_RATE_RESNET50 = 0.0001;

    private final SweepFile file;
    private final List<RowChoice> choices = new ArrayList<>();

    private RowChoices(SweepFile file) {
        this.file = file;
    }

    /** @throws HoldoutException PLAN_TOO_LARGE */
    static List<RowChoice> of(SweepFile file) {
        var grid = new RowChoices(file);
        for (Strategy strategy : file.strategies()) {
            for (BackboneSpec backbone : file.backbones()) {
                for (int seed : file.seeds()) {
                    grid.addTrainings(strategy, backbone, seed);
                }
            }
        }
        return List.copyOf(grid.choices);
    }

    private void addTrainings(Strategy strategy, BackboneSpec backbone, int seed) {
        List<SourceTasks> sources = strategy.pretrains() ? file.sourceTasks() : List.of(SourceTasks.ALL);
        for (SourceTasks tasks : sources) {
            for (double rate : trainingRates(strategy, backbone)) {
                for (boolean augment : augmentations(strategy)) {
                    addAdaptations(new RowChoice(strategy, backbone, seed, tasks, rate, augment, 0, AdaptChoice.NONE));
                }
            }
        }
    }

    private void addAdaptations(RowChoice training) {
        if (training.strategy() == Strategy.SUPERVISED) {
            add(training);
            return;
        }
        for (int shots : file.shots()) {
            for (AdaptChoice how : AdaptChoice.of(file)) {
                add(training.adaptedBy(shots, how));
            }
        }
    }

    private void add(RowChoice choice) {
        if (choices.size() == MOST_ROWS) {
            throw HoldoutException.user(
                    "PLAN_TOO_LARGE", "the table would have more than " + MOST_ROWS + " rows; make the grids smaller");
        }
        choices.add(choice);
    }

    private List<Double> trainingRates(Strategy strategy, BackboneSpec backbone) {
        List<Double> rates =
                switch (strategy) {
                    case MM_PT -> file.multiTask().learningRates();
                    case MM_MAML -> file.maml().learningRates();
                    case SUPERVISED -> file.supervised().learningRates();
                    case RANDOM_INIT, IMAGENET -> List.of(0.0);
                };
        return rates.isEmpty()
                ? List.of(backbone.name().equals("resnet50") ? DEFAULT_RATE_RESNET50 : DEFAULT_RATE)
                : rates;
    }

    private List<Boolean> augmentations(Strategy strategy) {
        return switch (strategy) {
            case MM_PT -> file.multiTask().augment();
            case SUPERVISED -> file.supervised().augment();
            case MM_MAML -> List.of(file.maml().augment());
            case RANDOM_INIT, IMAGENET -> List.of(false);
        };
    }
}
