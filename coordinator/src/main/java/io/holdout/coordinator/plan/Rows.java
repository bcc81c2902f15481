package io.holdout.coordinator.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the rows of a table, each named by what tells it from the others of its strategy and backbone. */
final class Rows {
    private Rows() {}

    static List<Row> of(List<RowChoice> choices) {
        Map<String, Map<String, Set<String>>> seen = new HashMap<>();
        for (RowChoice choice : choices) {
            var ofGroup = seen.computeIfAbsent(group(choice), group -> new HashMap<>());
            choice.settings().forEach(setting -> ofGroup.computeIfAbsent(setting.key(), key -> new HashSet<>())
                    .add(setting.words()));
        }
        var rows = new ArrayList<Row>();
        for (RowChoice choice : choices) {
            var ofGroup = seen.getOrDefault(group(choice), Map.of());
            String variant = choice.settings().stream()
                    .filter(setting ->
                            ofGroup.getOrDefault(setting.key(), Set.of()).size() > 1)
                    .map(Setting::words)
                    .collect(Collectors.joining(", "));
            rows.add(new Row(
                    choice.strategy(),
                    choice.backbone(),
                    variant,
                    choice.shots(),
                    choice.steps(),
                    choice.seed(),
                    choice.settings()));
        }
        return rows;
    }

    private static String group(RowChoice choice) {
        return choice.strategy().word() + " " + choice.backbone().name();
    }
}
