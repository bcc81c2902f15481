package io.holdout.coordinator.report.figure;

import java.util.List;
import java.util.Locale;

/** What a mark is painted with, by its part in the figure; light and dark are two colours of one ink. */
public enum Ink {
    PAPER(0xffffff, 0x14181d),
    TEXT(0x1b2127, 0xe4e8ec),
    FAINT(0x66707a, 0x98a2ac),
    GRID(0xdfe3e7, 0x2e353c),
    MAIN(0x2f6db3, 0x6ea8e6),
    ACCENT(0xb3541e, 0xe89b6c),
    /** Steps of the heat map, from the least to the most; the same on both papers, as they carry their own text. */
    HEAT0(0xf2f6fa),
    HEAT1(0xdce8f3),
    HEAT2(0xc3d8ea),
    HEAT3(0xa5c5e0),
    HEAT4(0x82aed4),
    HEAT5(0x5f95c6),
    HEAT6(0x3d75ad),
    HEAT7(0x2c639d),
    HEAT8(0x1c4b80),
    HEAT9(0x10355f),
    ON_LIGHT(0x1b2127),
    ON_DARK(0xffffff);

    /** Number of steps of the heat map. */
    public static final int HEATS = 10;

    private static final List<Ink> STEPS =
            List.of(HEAT0, HEAT1, HEAT2, HEAT3, HEAT4, HEAT5, HEAT6, HEAT7, HEAT8, HEAT9);

    private static final int FIRST_WITH_LIGHT_TEXT = 6;

    private final int light;
    private final int dark;

    Ink(int both) {
        this(both, both);
    }

    Ink(int light, int dark) {
        this.light = light;
        this.dark = dark;
    }

    /** The step for a share of the range from 0 to 1. */
    public static Ink heat(double share) {
        int step = (int) Math.floor(Math.max(0, Math.min(1, share)) * HEATS);
        return STEPS.get(Math.min(HEATS - 1, step));
    }

    /** What can be read on this step of the heat map. */
    public Ink on() {
        return STEPS.indexOf(this) >= FIRST_WITH_LIGHT_TEXT ? ON_DARK : ON_LIGHT;
    }

    int light() {
        return light;
    }

    String lightHex() {
        return hex(light);
    }

    String darkHex() {
        return hex(dark);
    }

    private static String hex(int colour) {
        return String.format(Locale.ROOT, "#%06x", colour);
    }

    /** Name of its class in style sheets, such as {@code i-main}. */
    public String css() {
        return "i-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
