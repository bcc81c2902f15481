package io.holdout.coordinator.search;

import java.util.List;

/** The values that a parameter may take. */
public sealed interface Domain permits Choice, Numeric {
    /** Whether a suggestion may hold this value. */
    boolean contains(Object value);

    /**
     * The value at a place of the unit interval; equal parts of it are equally likely values.
     *
     * @param place from 0, less than 1
     */
    Object at(double place);

    /**
     * The values that a grid tries, ascending.
     *
     * @param points how many, where the domain has no natural number of them: reals and logarithmic ranges
     */
    List<Object> grid(int points);

    /** A value as people read it and the journal keeps it. */
    String write(Object value);

    /** The value that was written so. */
    Object read(String text);
}
