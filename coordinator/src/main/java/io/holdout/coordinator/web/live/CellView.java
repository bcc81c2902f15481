package io.holdout.coordinator.web.live;

import io.holdout.coordinator.report.Cell;
import org.jspecify.annotations.Nullable;

/**
 * One cell as the page shows it.
 *
 * @param status DONE, RUNNING, FAILED or NOT RUN
 * @param auroc null unless DONE
 * @param interval half the width of its 95% interval; null if there is none
 * @param reason why there is no number; empty if there is one
 */
public record CellView(
        int row, int column, String status, @Nullable Double auroc, @Nullable Double interval, String reason) {
    static CellView of(CellBook.Place place) {
        if (place.cell() instanceof Cell.Done done) {
            Double interval = done.interval().isPresent() ? done.interval().getAsDouble() : null;
            return new CellView(place.row(), place.column(), "DONE", done.mean(), interval, "");
        }
        Cell cell = place.cell();
        return new CellView(place.row(), place.column(), cell.status(), null, null, cell.reason());
    }
}
