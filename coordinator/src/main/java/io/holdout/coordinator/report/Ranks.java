package io.holdout.coordinator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Average ranks of rows over the columns in which all have a number; ties share the mean of their ranks. */
final class Ranks {
    private final List<OptionalDouble> averages = new ArrayList<>();
    private final int columns;

    Ranks(List<Cell> cells, int rows, int width) {
        double[] sums = new double[rows];
        int ranked = 0;
        for (int column = 0; column < width; column++) {
            double[] means = new double[rows];
            boolean complete = true;
            for (int row = 0; row < rows; row++) {
                means[row] = cells.get(row * width + column) instanceof Cell.Done done ? done.mean() : Double.NaN;
                complete &= !Double.isNaN(means[row]);
            }
            if (complete) {
                ranked++;
                for (int row = 0; row < rows; row++) {
                    sums[row] += rank(means, row);
                }
            }
        }
        this.columns = ranked;
        for (double sum : sums) {
            averages.add(ranked == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / ranked));
        }
    }

    private static double rank(double[] means, int row) {
        int better = 0;
        int equal = 0;
        for (double mean : means) {
            better += mean > means[row] ? 1 : 0;
            equal += mean == means[row] ? 1 : 0;
        }
        return better + (equal + 1) / 2.0;
    }

    List<OptionalDouble> averages() {
        return averages;
    }

    int columns() {
        return columns;
    }
}
