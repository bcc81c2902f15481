package io.holdout.coordinator.plan;

import io.holdout.coordinator.search.Parameter;
import java.util.ArrayList;
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

    /** @param searched parameters that a search chooses for each cell */
    Row row(RowChoice choice, List<Parameter> searched) {
        String variant = of(choice, choice.settings());
        String own = choice.strategy().word().replace('-', '_') + ".";
        List<String> keys = searched.stream()
                .map(parameter -> parameter.name().contains(".") ? parameter.name() : own + parameter.name())
                .toList();
        var settings = new ArrayList<Setting>(choice.settings().stream()
                .filter(setting -> !keys.contains(setting.key()))
                .toList());
        keys.forEach(key -> settings.add(new Setting(key, key + " searched")));
        return new Row(
                choice.strategy(),
                choice.backbone(),
                keys.isEmpty() ? variant : variant.isEmpty() ? "searched" : variant + ", searched",
                choice.shots(),
                keys.stream().anyMatch(key -> key.endsWith(".steps"))
                        ? 0
                        : choice.adapt().steps(),
                choice.seed(),
                settings);
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
