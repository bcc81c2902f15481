package io.holdout.coordinator.plan;

import io.holdout.coordinator.search.Parameter;
import io.holdout.coordinator.search.Search;
import io.holdout.coordinator.search.SearchSpace;
import io.holdout.coordinator.spec.SearchChoice;
import io.holdout.coordinator.spec.Strategy;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.trial.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which searches the rows of a table need: one a row and set of source tasks, or target if supervised. */
final class RowSearches {
    private record Key(RowChoice choice, List<TaskRef> sources) {}

    private final SweepFile file;
    private final SourceSets sources;
    private final Variants variants;
    private final List<PlannedSearch> planned = new ArrayList<>();
    private final Map<Key, Integer> known = new HashMap<>();

    RowSearches(SweepFile file, SourceSets sources, Variants variants) {
        this.file = file;
        this.sources = sources;
        this.variants = variants;
    }

    List<PlannedSearch> planned() {
        return planned;
    }

    /** The parameters of a row that are searched for, in the order of the file; none if its strategy has no search. */
    static List<Parameter> parameters(SweepFile file, RowChoice choice) {
        String section = choice.adapt().method().map(AdaptChoice::section).orElse("");
        var kept = new ArrayList<Parameter>();
        file.search(choice.strategy()).ifPresent(search -> {
            for (Parameter parameter : search.search().space().parameters()) {
                if (isOf(section, parameter) && isAsked(kept, parameter)) {
                    kept.add(parameter);
                }
            }
        });
        return kept;
    }

    private static boolean isOf(String section, Parameter parameter) {
        int dot = parameter.name().indexOf('.');
        return dot < 0 || parameter.name().substring(0, dot).equals(section);
    }

    private static boolean isAsked(List<Parameter> kept, Parameter parameter) {
        Parameter.Condition when = parameter.when();
        return when == null || kept.stream().anyMatch(other -> other.name().equals(when.parameter()));
    }

    /** The search that the cell of a row and target waits for. */
    Optional<Integer> of(RowChoice choice, TaskRef target) {
        List<Parameter> parameters = parameters(file, choice);
        if (parameters.isEmpty()) {
            return Optional.empty();
        }
        boolean supervised = choice.strategy() == Strategy.SUPERVISED;
        List<TaskRef> tasks = supervised ? List.of(target) : sources.tasks(target.dataset(), choice.sources());
        return Optional.of(known.computeIfAbsent(
                new Key(choice, tasks), key -> add(choice, parameters, target, tasks, supervised)));
    }

    private int add(
            RowChoice choice, List<Parameter> parameters, TaskRef target, List<TaskRef> tasks, boolean supervised) {
        SearchChoice settings = file.search(choice.strategy()).orElseThrow();
        Search all = settings.search();
        var search = new Search(
                all.algorithm(),
                all.candidates(),
                all.parallel(),
                all.multivariate(),
                all.points(),
                new SearchSpace(parameters),
                all.stopping());
        String title = variants.title(choice, supervised ? choice.trainingSettings() : choice.adaptSettings());
        int index = planned.size();
        planned.add(new PlannedSearch(
                index,
                title + " on " + (supervised ? target.toString() : sources.words(target.dataset())),
                search,
                settings,
                // rows that differ in their episodes alone begin with the same candidates, and share their training
                Seeds.derive(choice.seed(), "search", choice.strategy().word(), tasks),
                choice,
                target,
                tasks));
        return index;
    }
}
