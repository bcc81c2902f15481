package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.Adaptation;
import io.holdout.coordinator.spec.OptimizerChoice;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.trial.AdaptMethod;
import io.holdout.protocol.trial.AdaptMethod.Distance;
import io.holdout.protocol.trial.OptimizerSettings.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One choice of how a backbone is adapted to an episode.
 *
 * @param method empty for strategies without episodes
 * @param learningRate 0 if nothing trains
 * @param steps at which its row is measured; 0 if nothing trains
 */
record AdaptChoice(Optional<Adaptation> method, double learningRate, int steps, Distance distance) {
    static final AdaptChoice NONE = new AdaptChoice(Optional.empty(), 0, 0, Distance.EUCLIDEAN);

    /** All choices of a sweep file, in the order of the table. */
    static List<AdaptChoice> of(SweepFile file) {
        var choices = new ArrayList<AdaptChoice>();
        for (Adaptation method : file.adaptations()) {
            switch (method) {
                case FINE_TUNE ->
                    add(
                            choices,
                            method,
                            file.fineTune().learningRates(),
                            file.fineTune().steps());
                case LINEAR_PROBE ->
                    add(
                            choices,
                            method,
                            file.linearProbe().learningRates(),
                            file.linearProbe().steps());
                case NEAREST_CENTROID ->
                    file.distances()
                            .forEach(distance -> choices.add(new AdaptChoice(Optional.of(method), 0, 0, distance)));
            }
        }
        return choices;
    }

    private static void add(List<AdaptChoice> choices, Adaptation method, List<Double> rates, List<Integer> steps) {
        for (double rate : rates) {
            for (int count : steps) {
                choices.add(new AdaptChoice(Optional.of(method), rate, count, Distance.EUCLIDEAN));
            }
        }
    }

    /** What a trial does for this choice; choices that differ in their steps alone share it where they can. */
    AdaptMethod in(SweepFile file) {
        return switch (method.orElseThrow()) {
            case FINE_TUNE ->
                new AdaptMethod.FineTune(
                        file.fineTune().optimizer().at(learningRate),
                        together(file.fineTune().optimizer(), file.fineTune().steps()));
            case LINEAR_PROBE ->
                new AdaptMethod.LinearProbe(
                        file.linearProbe().optimizer().at(learningRate),
                        together(
                                file.linearProbe().optimizer(),
                                file.linearProbe().steps()));
            case NEAREST_CENTROID -> new AdaptMethod.NearestCentroid(distance);
        };
    }

    /** A schedule ends with the training, so with one each number of steps is a training of its own. */
    private List<Integer> together(OptimizerChoice optimizer, List<Integer> all) {
        return optimizer.schedule() == Schedule.CONSTANT ? all : List.of(steps);
    }

    /** The settings but for the number of steps, in the order of the sweep file. */
    List<Setting> settings() {
        var settings = new ArrayList<Setting>();
        method.ifPresent(how -> {
            settings.add(new Setting("adaptations", how.word()));
            if (how == Adaptation.NEAREST_CENTROID) {
                settings.add(
                        new Setting("nearest_centroid.distance", distance.name().toLowerCase(Locale.ROOT)));
            } else {
                settings.add(new Setting(section(how) + ".learning_rate", "lr " + RowChoice.number(learningRate)));
            }
        });
        return settings;
    }

    List<Setting> stepSettings() {
        return steps == 0
                ? List.of()
                : List.of(new Setting(section(method.orElseThrow()) + ".steps", steps + " steps"));
    }

    static String section(Adaptation method) {
        return method.word().replace('-', '_');
    }
}
