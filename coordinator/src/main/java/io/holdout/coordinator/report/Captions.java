package io.holdout.coordinator.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The words around a table, the same in every form for people. */
public final class Captions {
    /** Stands where there is no number. */
    public static final String NONE = "–";

    private Captions() {}

    /** What the numbers are. */
    public static String of(Table table) {
        int undefined = table.cells().stream()
                .flatMap(java.util.List::stream)
                .mapToInt(cell -> cell instanceof Cell.Done done ? done.undefinedEpisodes() : 0)
                .sum();
        return table.metric().heading() + view(table) + ", mean over episodes (95% interval)"
                + (undefined == 0 ? "" : "; " + undefined + " episodes with undefined AUROC are left out");
    }

    private static String view(Table table) {
        return switch (table.choice().view()) {
            case ALL -> "";
            case PRIMARY -> ", primary tasks";
            case BY_DATASET -> ", by dataset";
            case BY_DOMAIN -> ", by domain";
            case BY_TARGET -> ", by kind of target";
        };
    }

    /** What the mark (bold, or a star) means, without its name. */
    public static String marking(Standings standings) {
        if (standings.marking() == Marking.BEST) {
            return "best few-shot row";
        }
        return "not significantly worse than the best few-shot row (Wilcoxon signed-rank over shared episodes, Holm, 5%"
                + (standings.hasUntested() ? "; the best alone where fewer than 6 are shared)" : ")");
    }

    /** Such as {@code INCOMPLETE: 5 of 24 cells have no number (3 running, 2 failed)}. */
    public static String incomplete(Table table) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String status : java.util.List.of("RUNNING", "FAILED", "NOT RUN")) {
            counts.put(status, 0);
        }
        table.gaps().forEach(gap -> counts.merge(gap.status(), gap.tasks().size(), Integer::sum));
        String parts = counts.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        int open = table.cellCount() - table.doneCells();
        return "INCOMPLETE: " + open + " of " + table.cellCount() + (open == 1 ? " cells has" : " cells have")
                + " no number (" + parts + ")";
    }

    /** Such as {@code average of 54 tasks}. */
    public static String average(Standings standings) {
        int tasks = standings.compared().size();
        return "average of " + tasks + (tasks == 1 ? " task" : " tasks");
    }

    /** What searches chose, as a list for people; empty if nothing is searched for. */
    static String choices(Table table) {
        return table.choices().isEmpty()
                ? ""
                : table.choices().stream()
                        .map(choice -> "- " + choice + "\n")
                        .collect(Collectors.joining(
                                "", "\nChosen on validation data, never on the target's query sets:\n", ""));
    }
}
