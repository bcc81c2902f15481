package io.holdout.coordinator.report.figure;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * The outlines and widths of text, in Liberation Sans as Apache PDFBox brings it along: the fonts of a machine have no part in
 * a figure, and it is as wide as Arial, which browsers have.
 */
final class Glyphs {
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final Glyphs ONLY = new Glyphs();

    private final TrueTypeFont font;
    private final CmapLookup glyphs;
    private final double unit;

    private Glyphs() {
        try (var in = TrueTypeFont.class.getResourceAsStream(FONT)) {
            if (in == null) {
                throw new IllegalStateException(FONT + " is not on the class path");
            }
            font = new TTFParser().parse(new RandomAccessReadBuffer(in));
            glyphs = font.getUnicodeCmapLookup();
            unit = font.getUnitsPerEm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Width of a text, in the unit of {@code size}. */
    static double width(String text, double size) {
        return text.codePoints().mapToDouble(ONLY::advance).sum() * size / ONLY.unit;
    }

    private double advance(int codePoint) {
        try {
            return font.getAdvanceWidth(glyphs.getGlyphId(codePoint));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The outline of a text that starts at {@code x} on the base line {@code y}. */
    static Shape outline(String text, double x, double y, double size) {
        var outline = new GeneralPath();
        double[] at = {x};
        double scale = size / ONLY.unit;
        text.codePoints().forEach(codePoint -> {
            var place = new AffineTransform(scale, 0, 0, -scale, at[0], y);
            outline.append(ONLY.path(codePoint).createTransformedShape(place), false);
            at[0] += ONLY.advance(codePoint) * scale;
        });
        return outline;
    }

    private GeneralPath path(int codePoint) {
        try {
            var glyph = font.getGlyph().getGlyph(glyphs.getGlyphId(codePoint));
            return glyph == null ? new GeneralPath() : glyph.getPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text cut to a width, with an ellipsis if anything is lost. */
    static String fitted(String text, double size, double width) {
        if (width(text, size) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(text.substring(0, end) + "…", size) > width) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + "…";
    }
}
