package io.holdout.coordinator.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Drawings as PNG, on light paper, two pixels a point. */
public final class PngImage {
    private static final int SCALE = 2;

    private PngImage() {}

    public static byte[] bytes(Drawing drawing) {
        int width = (int) Math.ceil(drawing.width() * SCALE);
        int height = (int) Math.ceil(drawing.height() * SCALE);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(SCALE, SCALE);
        for (Mark mark : drawing.marks()) {
            graphics.setColor(new Color(mark.ink().light()));
            graphics.fill(shape(mark));
        }
        graphics.dispose();
        var out = new ByteArrayOutputStream();
        try {
            // no cache on disk: the image is in memory already
            ImageIO.setUseCache(false);
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("this Java writes no PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Shape shape(Mark mark) {
        if (mark instanceof Mark.Stroke stroke) {
            return stroked(new Line2D.Double(stroke.x1(), stroke.y1(), stroke.x2(), stroke.y2()), stroke.width());
        }
        if (mark instanceof Mark.Box box) {
            return new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height());
        }
        if (mark instanceof Mark.Dot dot) {
            double side = 2 * dot.radius();
            return new Ellipse2D.Double(dot.x() - dot.radius(), dot.y() - dot.radius(), side, side);
        }
        if (mark instanceof Mark.Path path) {
            var line = new Path2D.Double();
            for (Mark.Point point : path.points()) {
                if (line.getCurrentPoint() == null) {
                    line.moveTo(point.x(), point.y());
                } else {
                    line.lineTo(point.x(), point.y());
                }
            }
            return stroked(line, path.width());
        }
        var words = (Mark.Words) mark;
        double width = Glyphs.width(words.text(), words.size());
        double start =
                switch (words.anchor()) {
                    case START -> words.x();
                    case MIDDLE -> words.x() - width / 2;
                    case END -> words.x() - width;
                };
        return Glyphs.outline(words.text(), start, words.y(), words.size());
    }

    private static Shape stroked(Shape line, double width) {
        return new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND).createStrokedShape(line);
    }
}
