package io.holdout.coordinator.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cells of one row that lack a number for one reason.
 *
 * @param row its title
 * @param status as {@link Cell#status()}
 * @param tasks in the order of columns
 * @param columns how many columns the table has
 */
public record Gap(String row, String status, String reason, List<String> tasks, int columns) {
    /** A row may lack every task; a person wants to see some of them and the number. */
    private static final int NAMED_TASKS = 4;

    public Gap {
        tasks = List.copyOf(tasks);
    }

    static List<Gap> of(Table table) {
        var gaps = new ArrayList<Gap>();
        for (int row = 0; row < table.rows().size(); row++) {
            String title = table.rows().get(row).title();
            int columns = table.columns().size();
            Map<List<String>, List<String>> byReason = new LinkedHashMap<>();
            for (int column = 0; column < columns; column++) {
                Cell cell = table.cell(row, column);
                if (!(cell instanceof Cell.Done)) {
                    byReason.computeIfAbsent(List.of(cell.status(), cell.reason()), key -> new ArrayList<>())
                            .add(table.columns().get(column).title());
                }
            }
            byReason.forEach((key, tasks) -> gaps.add(new Gap(title, key.get(0), key.get(1), tasks, columns)));
        }
        return gaps;
    }

    /** Which tasks, such as {@code bus/malignancy, pbc/cell class} or {@code all 54 tasks}. */
    public String where() {
        if (tasks.size() == columns && columns > 1) {
            return "all " + columns + " tasks";
        }
        var named = new ArrayList<String>();
        tasks.stream().limit(NAMED_TASKS).forEach(task -> named.add(task));
        int more = tasks.size() - named.size();
        return String.join(", ", named) + (more > 0 ? " and " + more + " more" : "");
    }

    /** One line for people. */
    public String sentence() {
        return row + " on " + where() + ": " + status + ", " + reason.replaceAll("\\s+", " ");
    }
}
