package io.holdout.coordinator.spec;

import io.holdout.protocol.trial.AdaptMethod.Distance;
import io.holdout.protocol.trial.OptimizerSettings.Kind;
import io.holdout.protocol.trial.OptimizerSettings.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the sections of a sweep file that say how networks train. */
final class TrainingSections {
    private static final List<String> STARTS = List.of("default", "random", "imagenet");
    private static final int MOST = 1_000_000;
    /** Torch's default of AdamW. */
    private static final double DECOUPLED_DECAY = 0.01;

    private final Problems problems;

    TrainingSections(Problems problems) {
        this.problems = problems;
    }

    /** A week of a card that does 10 TFLOP/s. */
    private static final double MOST_GFLOP = 6e9;

    SweepFile.FineTune fineTune(Section s) {
        var read = new SweepFile.FineTune(
                s.rates("learning_rate", List.of(0.001)),
                steps(s, 50),
                optimizer(s),
                s.integer("episodes_per_trial", 25, 1, MOST),
                s.number("gflop_per_trial", 0, 0, MOST_GFLOP));
        s.refuseOthers();
        return read;
    }

    SweepFile.LinearProbe linearProbe(Section s) {
        var read = new SweepFile.LinearProbe(s.rates("learning_rate", List.of(0.01)), steps(s, 100), optimizer(s));
        s.refuseOthers();
        return read;
    }

    List<Distance> distances(Section s) {
        List<String> read = s.words("distance", List.of("euclidean"), words(Distance.values()));
        s.refuseOthers();
        return read.stream().map(word -> Distance.valueOf(upper(word))).sorted().toList();
    }

    private static List<Integer> steps(Section s, int fallback) {
        return s.integers("steps", fallback, 1, MOST).stream().sorted().toList();
    }

    SweepFile.MultiTask multiTask(Section s) {
        var read = new SweepFile.MultiTask(
                s.rates("learning_rate", List.of()),
                optimizer(s),
                s.flags("augment", true),
                s.integer("batch_size", 64, 1, 65_536),
                s.integer("epochs", 200, 1, MOST),
                s.integer("steps_per_epoch", 0, 0, MOST),
                s.integer("patience", 10, 1, MOST),
                s.flag("loss_scaling", false),
                s.flag("class_weights", false),
                s.integer("validation_images", 0, 0, MOST),
                start(s));
        s.refuseOthers();
        return read;
    }

    SweepFile.Maml maml(Section s) {
        int[] shots = shotRange(s);
        var read = new SweepFile.Maml(
                s.rates("learning_rate", List.of()),
                optimizer(s),
                s.rate("inner_learning_rate", 0.1),
                s.integer("inner_steps", 4, 1, 1000),
                s.flag("second_order", true),
                s.integer("epochs", 100, 1, MOST),
                s.integer("episodes_per_task", 1000, 1, MOST),
                s.integer("patience", 5, 1, MOST),
                shots[0],
                shots[1],
                s.integer("queries", 10, 1, 1000),
                s.integer("min_samples_per_class", 40, 1, MOST),
                s.integer("validation_episodes", 100, 1, MOST),
                s.integer("validation_inner_steps", 32, 1, 10_000),
                s.flag("augment", true),
                start(s));
        s.refuseOthers();
        return read;
    }

    private int[] shotRange(Section s) {
        List<Integer> range = s.list("shots", List.of(1, 10), node -> s.integer("shots", node, 1, 1000));
        Node node = s.value("shots");
        if (node != null && (range.size() > 2 || range.get(0) > range.get(range.size() - 1))) {
            problems.at(node, "'shots' of mm_maml is " + range + ", must be a least and a largest number, as [1, 10]");
        }
        return new int[] {range.get(0), range.get(range.size() - 1)};
    }

    SweepFile.Supervised supervised(Section s) {
        var read = new SweepFile.Supervised(
                s.rates("learning_rate", List.of()),
                optimizer(s),
                s.flags("augment", true),
                s.integer("batch_size", 64, 1, 65_536),
                s.integer("epochs", 200, 1, MOST),
                s.integer("steps_per_epoch", 0, 0, MOST),
                s.integer("patience", 10, 1, MOST),
                s.flag("class_weights", false),
                start(s));
        s.refuseOthers();
        return read;
    }

    private static OptimizerChoice optimizer(Section s) {
        Kind kind = Kind.valueOf(upper(s.word("optimizer", "adam", words(Kind.values()))));
        double momentum = s.number("momentum", 0.9, 0, 1);
        return new OptimizerChoice(
                kind,
                s.number("weight_decay", kind == Kind.ADAMW ? DECOUPLED_DECAY : 0, 0, 1),
                kind == Kind.SGD ? momentum : 0,
                Schedule.valueOf(upper(s.word("schedule", "constant", words(Schedule.values())))),
                s.number("clip_norm", 0, 0, MOST));
    }

    private static SweepFile.Start start(Section s) {
        return SweepFile.Start.valueOf(upper(s.word("start", "default", STARTS)));
    }

    private static List<String> words(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
