package io.holdout.coordinator.report.figure;

import java.util.List;

/** One thing that is painted; lengths in points, from the upper left corner. */
public sealed interface Mark {
    Ink ink();

    /** What a reader is told who points at it; empty if nothing. */
    String tip();

    /** A straight stroke. */
    record Stroke(double x1, double y1, double x2, double y2, double width, Ink ink, String tip) implements Mark {}

    /** A filled rectangle. */
    record Box(double x, double y, double width, double height, Ink ink, String tip) implements Mark {}

    /** A filled circle. */
    record Dot(double x, double y, double radius, Ink ink, String tip) implements Mark {}

    /** Connected strokes. */
    record Path(List<Point> points, double width, Ink ink, String tip) implements Mark {
        public Path {
            points = List.copyOf(points);
        }
    }

    /** A place. */
    record Point(double x, double y) {}

    /**
     * One line of text.
     *
     * @param y of the base line
     * @param size of the font
     */
    record Words(double x, double y, String text, double size, Anchor anchor, Ink ink) implements Mark {
        @Override
        public String tip() {
            return "";
        }
    }

    /** Which part of a text is at its place. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }
}
