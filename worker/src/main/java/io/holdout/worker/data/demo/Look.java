package io.holdout.worker.data.demo;

/** Visual attributes of one painted image, each in [0,1]; labels show through them. */
final class Look {
    static final int SIZE = 0;
    static final int BRIGHTNESS = 1;
    static final int STRIPES = 2;
    static final int ELONGATION = 3;
    static final int SPOTS = 4;
    static final int HALO = 5;
    static final int TINT = 6;
    static final int EDGE = 7;
    static final int STRIPE_CONTRAST = 8;
    static final int BACKGROUND = 9;
    static final int ACROSS = 10;
    static final int DOWN = 11;
    static final int GRAIN = 12;

    /** Attributes there are. */
    static final int COUNT = 13;

    private final double[] values;
    private final boolean[] marks;

    /** @param marks small signs on the image, one for each label of a multi-label task */
    Look(double[] values, boolean[] marks) {
        this.values = values;
        this.marks = marks;
    }

    double of(int attribute) {
        return values[attribute];
    }

    boolean[] marks() {
        return marks;
    }
}
