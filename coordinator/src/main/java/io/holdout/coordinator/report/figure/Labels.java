package io.holdout.coordinator.report.figure;

import java.util.List;

/** Names beside an axis. */
final class Labels {
    /** Longer ones are cut. */
    private static final double MOST = 250;

    private Labels() {}

    static double widest(List<String> names) {
        return names.stream()
                .mapToDouble(name -> Glyphs.width(fitted(name), Canvas.FONT))
                .max()
                .orElse(0);
    }

    static String fitted(String name) {
        return Glyphs.fitted(name, Canvas.FONT, MOST);
    }
}
