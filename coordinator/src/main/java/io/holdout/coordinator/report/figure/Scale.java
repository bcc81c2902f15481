package io.holdout.coordinator.report.figure;

import java.util.ArrayList;
import java.util.List;

/** Turns numbers into places on an axis. */
record Scale(double least, double most, double from, double to) {
    private static final int TICKS = 6;

    /** An axis whose ends are round numbers around both values. */
    static Scale around(double least, double most, double from, double to) {
        double step = step(least, most);
        double low = Math.floor(least / step) * step;
        double high = Math.ceil(most / step) * step;
        return new Scale(low, high > low ? high : low + step, from, to);
    }

    private static double step(double least, double most) {
        double rough = Math.max(1e-6, most - least) / TICKS;
        double power = 1;
        while (power > rough) {
            power /= 10;
        }
        while (power * 10 <= rough) {
            power *= 10;
        }
        double share = rough / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }

    double at(double value) {
        return from + (value - least) / (most - least) * (to - from);
    }

    /** Round numbers along it, ends included. */
    List<Double> ticks() {
        double step = step(least, most);
        var ticks = new ArrayList<Double>();
        for (int i = 0; least + i * step <= most + step / 1000; i++) {
            ticks.add(least + i * step);
        }
        return ticks;
    }
}
