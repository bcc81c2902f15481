package io.holdout.coordinator.report.figure;

import io.holdout.coordinator.report.Results;
import io.holdout.coordinator.report.Rivalry;
import io.holdout.coordinator.report.Standings;
import io.holdout.coordinator.report.Table;
import java.util.ArrayList;
import java.util.List;

/** All figures of a table. */
public final class Figures {
    private Figures() {}

    /** Those that there is something to show for, in the order in which a reader wants them. */
    public static List<Drawing> of(Results results, Table table) {
        Standings standings = table.standings();
        var drawings = new ArrayList<Drawing>();
        AverageBars.of(table, standings).ifPresent(drawings::add);
        var rivalry = Rivalry.of(table, standings);
        rivalry.flatMap(each -> CriticalDifference.of(table, each)).ifPresent(drawings::add);
        HeatMap.of(table).ifPresent(drawings::add);
        rivalry.ifPresent(each -> drawings.addAll(ForestPlot.all(table, each)));
        LearningCurves.of(results.curves()).ifPresent(drawings::add);
        return drawings;
    }
}
