package io.holdout.coordinator.report.figure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.stream.Collectors;

/** Drawings as SVG. */
public final class SvgText {
    private SvgText() {}

    /** A file of its own, with both palettes; tips are titles. */
    public static String file(Drawing drawing) {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        open(text, drawing, " xmlns=\"http://www.w3.org/2000/svg\"");
        text.append("<style>").append(palette("svg")).append("</style>\n");
        drawing.marks().forEach(mark -> mark(text, mark, false));
        return text.append("</svg>\n").toString();
    }

    /** Within a page that has the {@link #palette}; tips are attributes {@code data-tip}, which its script shows. */
    public static String inline(Drawing drawing) {
        var text = new StringBuilder();
        open(text, drawing, " class=\"figure\"");
        drawing.marks().stream().skip(1).forEach(mark -> mark(text, mark, true));
        return text.append("</svg>\n").toString();
    }

    /** Rules for the inks, light and dark. */
    public static String palette(String root) {
        var light = new StringBuilder();
        var dark = new StringBuilder();
        var rules = new StringBuilder();
        for (Ink ink : Ink.values()) {
            light.append("--")
                    .append(ink.css())
                    .append(':')
                    .append(ink.lightHex())
                    .append(';');
            dark.append("--")
                    .append(ink.css())
                    .append(':')
                    .append(ink.darkHex())
                    .append(';');
            String use = "var(--" + ink.css() + ")";
            rules.append('.').append(ink.css()).append("{fill:").append(use).append(";stroke:none}");
            rules.append(".s.")
                    .append(ink.css())
                    .append("{fill:none;stroke:")
                    .append(use)
                    .append("}\n");
        }
        // a number on a field must not hide the field's tip
        rules.append("svg text{pointer-events:none}\n");
        return root + "{" + light + "font-family:'Liberation Sans',Arial,Helvetica,sans-serif}\n"
                + "@media(prefers-color-scheme:dark){" + root + "{" + dark + "}}\n" + rules;
    }

    private static void open(StringBuilder text, Drawing drawing, String attributes) {
        String size = number(drawing.width()) + " " + number(drawing.height());
        text.append("<svg").append(attributes).append(" role=\"img\" aria-label=\"");
        text.append(escape(drawing.title() + ": " + drawing.description()));
        text.append("\" viewBox=\"0 0 ").append(size).append("\" width=\"").append(number(drawing.width()));
        text.append("\" height=\"").append(number(drawing.height())).append("\">\n");
    }

    private static void mark(StringBuilder text, Mark mark, boolean inline) {
        if (mark instanceof Mark.Words words) {
            words(text, words);
            return;
        }
        boolean filled = mark instanceof Mark.Box || mark instanceof Mark.Dot;
        text.append('<').append(shape(mark)).append(" class=\"").append(filled ? "" : "s ");
        text.append(mark.ink().css()).append('"');
        if (mark.tip().isEmpty()) {
            text.append("/>\n");
        } else if (inline) {
            text.append(" data-tip=\"").append(escape(mark.tip())).append("\"/>\n");
        } else {
            String element = shape(mark).substring(0, shape(mark).indexOf(' '));
            text.append("><title>")
                    .append(escape(mark.tip()))
                    .append("</title></")
                    .append(element)
                    .append(">\n");
        }
    }

    private static String shape(Mark mark) {
        if (mark instanceof Mark.Stroke stroke) {
            return "line x1=\"" + number(stroke.x1()) + "\" y1=\"" + number(stroke.y1()) + "\" x2=\""
                    + number(stroke.x2()) + "\" y2=\"" + number(stroke.y2()) + "\" stroke-width=\""
                    + number(stroke.width()) + "\"";
        }
        if (mark instanceof Mark.Box box) {
            return "rect x=\"" + number(box.x()) + "\" y=\"" + number(box.y()) + "\" width=\"" + number(box.width())
                    + "\" height=\"" + number(box.height()) + "\"";
        }
        if (mark instanceof Mark.Dot dot) {
            return "circle cx=\"" + number(dot.x()) + "\" cy=\"" + number(dot.y()) + "\" r=\"" + number(dot.radius())
                    + "\"";
        }
        var path = (Mark.Path) mark;
        return "polyline stroke-width=\"" + number(path.width()) + "\" points=\""
                + path.points().stream()
                        .map(point -> number(point.x()) + "," + number(point.y()))
                        .collect(Collectors.joining(" "))
                + "\"";
    }

    private static void words(StringBuilder text, Mark.Words words) {
        text.append("<text x=\"").append(number(words.x())).append("\" y=\"").append(number(words.y()));
        text.append("\" font-size=\"").append(number(words.size())).append("\" text-anchor=\"");
        text.append(words.anchor().name().toLowerCase(Locale.ROOT)).append("\" class=\"");
        text.append(words.ink().css())
                .append("\">")
                .append(escape(words.text()))
                .append("</text>\n");
    }

    /** Two digits after the point are finer than any eye, and hide the last bits of a calculation. */
    static String number(double value) {
        BigDecimal rounded = new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** Text for XML and HTML, within elements and attributes. */
    public static String escape(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\n", "&#10;");
    }
}
