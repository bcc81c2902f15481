package io.holdout.coordinator.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Knows which settings tell the rows of one strategy and backbone apart, so that only those need to be named. */
final class Variants {
    /** Words of each setting, by strategy and backbone, then by key. */
    private final Map<String, Map<String, Set<String>>> words = new HashMap<>();

    Variants(List<RowChoice> choices) {
        for (RowChoice choice : choices) {
            var ofGroup = words.computeIfAbsent(group(choice), group -> new HashMap<>());
            choice.settings().forEach(setting -> ofGroup.computeIfAbsent(setting.key(), key -> new HashSet<>())
                    .add(setting.words()));
        }
    }

    /** Those of the settings of a choice that have several values, such as {@code lr 0.01, 100 steps}. */
    String of(RowChoice choice, List<Setting> settings) {
        var ofGroup = words.getOrDefault(group(choice), Map.of());
        return settings.stream()
                .filter(setting -> ofGroup.getOrDefault(setting.key(), Set.of()).size() > 1)
                .map(Setting::words)
                .collect(Collectors.joining(", "));
    }

    Row row(RowChoice choice) {
        return new Row(
                choice.strategy(),
                choice.backbone(),
                of(choice, choice.settings()),
                choice.shots(),
                choice.adapt().steps(),
                choice.seed(),
                choice.settings());
    }

    /** Strategy and backbone, and those settings that have several values, in words. */
    String title(RowChoice choice, List<Setting> settings) {
        String variant = of(choice, settings);
        return group(choice) + (variant.isEmpty() ? "" : " (" + variant + ")");
    }

    private static String group(RowChoice choice) {
        return choice.strategy().word() + " " + choice.backbone().name();
    }
}
