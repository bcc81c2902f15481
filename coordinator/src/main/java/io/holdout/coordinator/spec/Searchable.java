package io.holdout.coordinator.spec;

import io.holdout.protocol.trial.AdaptMethod.Distance;
import io.holdout.protocol.trial.OptimizerSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What may be searched for: the keys of a strategy's own section by their names, and those of adaptations with their
 * section's name and a dot before, as in {@code fine_tune.learning_rate}.
 */
final class Searchable {
    private static final int MOST = 1_000_000;
    /** Any larger learning rate is a slip. */
    private static final double MOST_RATE = 10;

    /** What a parameter's values are. */
    sealed interface Kind {
        /** What it may be, for people. */
        String allowed();
    }

    /** A real number; {@code positive} if 0 makes no sense. */
    record Real(double least, double most, boolean positive) implements Kind {
        boolean takes(double value) {
            return value >= least && value <= most && (value > 0 || !positive);
        }

        @Override
        public String allowed() {
            return "numbers from " + (positive ? "above 0" : Section.plain(least)) + " to " + Section.plain(most);
        }
    }

    record Whole(int least, int most) implements Kind {
        @Override
        public String allowed() {
            return "integers from " + least + " to " + most;
        }
    }

    record Words(List<String> words) implements Kind {
        @Override
        public String allowed() {
            return String.join(", ", words);
        }
    }

    private static final Kind RATE = new Real(0, MOST_RATE, true);
    private static final Kind SHARE = new Real(0, 1, false);
    private static final Kind FLAG = new Words(List.of("true", "false"));

    private Searchable() {}

    /** Names in the order in which errors list them. */
    static Map<String, Kind> of(Strategy strategy) {
        var all = new LinkedHashMap<String, Kind>();
        switch (strategy) {
            case MM_PT -> {
                optimizer(all, "");
                all.put("batch_size", new Whole(1, 65_536));
                all.put("augment", FLAG);
                all.put("loss_scaling", FLAG);
                all.put("class_weights", FLAG);
            }
            case MM_MAML -> {
                optimizer(all, "");
                all.put("inner_learning_rate", RATE);
                all.put("inner_steps", new Whole(1, 1000));
                all.put("second_order", FLAG);
                all.put("augment", FLAG);
            }
            case SUPERVISED -> {
                optimizer(all, "");
                all.put("batch_size", new Whole(1, 65_536));
                all.put("augment", FLAG);
                all.put("class_weights", FLAG);
                return all;
            }
            case RANDOM_INIT, IMAGENET -> {}
        }
        for (String section : List.of("fine_tune.", "linear_probe.")) {
            optimizer(all, section);
            all.put(section + "steps", new Whole(1, MOST));
        }
        all.put("nearest_centroid.distance", words(Distance.values()));
        return all;
    }

    private static void optimizer(Map<String, Kind> all, String section) {
        all.put(section + "learning_rate", RATE);
        all.put(section + "optimizer", words(OptimizerSettings.Kind.values()));
        all.put(section + "weight_decay", SHARE);
        all.put(section + "momentum", SHARE);
        all.put(section + "schedule", words(OptimizerSettings.Schedule.values()));
        all.put(section + "clip_norm", new Real(0, MOST, false));
    }

    private static Kind words(Enum<?>[] values) {
        return new Words(Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList());
    }
}
