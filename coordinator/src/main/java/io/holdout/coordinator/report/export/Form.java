package io.holdout.coordinator.report.export;

import io.holdout.coordinator.report.Results;
import io.holdout.coordinator.report.ResultsFile;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableChoice;
import io.holdout.coordinator.report.TableText;
import io.holdout.coordinator.report.figure.Drawing;
import io.holdout.coordinator.report.figure.Figures;
import io.holdout.coordinator.report.figure.PngImage;
import io.holdout.coordinator.report.figure.SvgText;
import io.holdout.coordinator.report.page.HtmlReport;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The forms in which results leave; each gives the same bytes for the same results, everywhere. */
public enum Form {
    /** Aligned text, at most 100 characters wide, {@code *} for bold. */
    TERMINAL,
    /** For a README or a wiki. */
    MARKDOWN,
    /** One line a cell. */
    CSV,
    /** One line a task. */
    WIDE_CSV,
    /** As docs/table.schema.json says. */
    JSON,
    /** A document that compiles as it is. */
    LATEX,
    /** The whole report in one file. */
    HTML,
    /** One figure. */
    SVG,
    /** One figure, on light paper. */
    PNG,
    /** Every episode of every cell, to be read again; the same whatever table is chosen. */
    RESULTS;

    /** The name on the command line, such as {@code wide-csv}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is one figure, which must be named. */
    public boolean isFigure() {
        return this == SVG || this == PNG;
    }

    /** Whether it can be printed. */
    public boolean isText() {
        return this != PNG;
    }

    /**
     * The bytes of a file.
     *
     * @param figure name of the figure, if this is one
     * @throws HoldoutException NO_SUCH_FIGURE naming those there are
     */
    public byte[] render(Results results, TableChoice choice, String figure) {
        if (this == PNG) {
            return PngImage.bytes(figure(results, choice, figure));
        }
        return text(results, choice, figure).getBytes(StandardCharsets.UTF_8);
    }

    private String text(Results results, TableChoice choice, String figure) {
        return switch (this) {
            case TERMINAL -> TableText.terminal(Table.of(results, choice));
            case MARKDOWN -> TableText.markdown(Table.of(results, choice));
            case CSV -> TableText.csv(Table.of(results, choice));
            case WIDE_CSV -> TableText.wideCsv(Table.of(results, choice));
            case JSON -> TableText.json(Table.of(results, choice));
            case LATEX -> TableText.latex(Table.of(results, choice));
            case HTML -> HtmlReport.render(results, choice);
            case SVG -> SvgText.file(figure(results, choice, figure));
            case RESULTS -> ResultsFile.write(results);
            case PNG -> throw new IllegalStateException("no text");
        };
    }

    private static Drawing figure(Results results, TableChoice choice, String name) {
        List<Drawing> all = Figures.of(results, Table.of(results, choice));
        return all.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> HoldoutException.user(
                        "NO_SUCH_FIGURE",
                        "no figure '" + name + "' of this table; there are "
                                + all.stream().map(Drawing::name).toList()));
    }
}
