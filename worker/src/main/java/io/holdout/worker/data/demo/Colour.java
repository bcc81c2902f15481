package io.holdout.worker.data.demo;

/** Red, green and blue, nominally 0 to 1. */
record Colour(double red, double green, double blue) implements Canvas.Shade {
    static Colour grey(double level) {
        return new Colour(level, level, level);
    }

    Colour times(double factor) {
        return new Colour(red * factor, green * factor, blue * factor);
    }

    /** Warmer (more red, less blue) or, below 0, colder. */
    Colour warmer(double by) {
        return new Colour(red + by, green, blue - by);
    }

    @Override
    public double at(double x, double y, int channel) {
        return channel == 0 ? red : channel == 1 ? green : blue;
    }
}
