package io.holdout.coordinator.report.figure;

import io.holdout.coordinator.report.figure.Mark.Anchor;
import java.util.ArrayList;
import java.util.List;

/** Collects the marks of one drawing. */
final class Canvas {
    static final double FONT = 11;

    private final List<Mark> marks = new ArrayList<>();

    void line(double x1, double y1, double x2, double y2, Ink ink) {
        marks.add(new Mark.Stroke(x1, y1, x2, y2, 1, ink, ""));
    }

    void thick(double x1, double y1, double x2, double y2, double width, Ink ink, String tip) {
        marks.add(new Mark.Stroke(x1, y1, x2, y2, width, ink, tip));
    }

    void box(double x, double y, double width, double height, Ink ink, String tip) {
        marks.add(new Mark.Box(x, y, width, height, ink, tip));
    }

    void dot(double x, double y, double radius, Ink ink, String tip) {
        marks.add(new Mark.Dot(x, y, radius, ink, tip));
    }

    void path(List<Mark.Point> points, Ink ink, String tip) {
        marks.add(new Mark.Path(points, 1.5, ink, tip));
    }

    void text(double x, double y, String words, Anchor anchor, Ink ink) {
        marks.add(new Mark.Words(x, y, words, FONT, anchor, ink));
    }

    Drawing drawing(String name, String title, String description, double width, double height) {
        var all = new ArrayList<Mark>();
        // whole points, so that no row of pixels is half of paper
        double wide = Math.ceil(width);
        double high = Math.ceil(height);
        all.add(new Mark.Box(0, 0, wide, high, Ink.PAPER, ""));
        all.addAll(marks);
        return new Drawing(name, title, description, wide, high, all);
    }
}
