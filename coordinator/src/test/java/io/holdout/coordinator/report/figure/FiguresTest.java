package io.holdout.coordinator.report.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.report.Cell;
import io.holdout.coordinator.report.Curve;
import io.holdout.coordinator.report.MadeResults;
import io.holdout.coordinator.report.Results;
import io.holdout.coordinator.report.Table;
import io.holdout.coordinator.report.TableChoice;
import io.holdout.coordinator.spec.Strategy;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult.EpochPoint;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static Results results() {
        var made = new MadeResults(6);
        List<Strategy> strategies =
                List.of(Strategy.RANDOM_INIT, Strategy.MM_PT, Strategy.MM_MAML, Strategy.SUPERVISED);
        for (Strategy strategy : strategies) {
            made.line(strategy, "a <b> & \"c\"", column -> {
                if (strategy == Strategy.MM_MAML && column == 4) {
                    return new double[] {Double.NaN};
                }
                int episodes = strategy == Strategy.SUPERVISED ? 1 : 12;
                double low = 0.5 + 0.1 * strategy.ordinal();
                return new SplittableRandom(strategy.ordinal() * 100L + column)
                        .doubles(episodes, low, 0.99)
                        .toArray();
            });
        }
        Results plain = made.results();
        var points = List.of(
                new EpochPoint(1, 1, 1, 0.6),
                new EpochPoint(2, 0.8, 0.9, 0.8),
                new EpochPoint(3, 0.7, 0.9, Double.NaN));
        var curve = new Curve(new TrialId("0".repeat(64)), "mm-pt conv4 on 3 datasets", 2, points);
        return new Results(
                plain.name(),
                plain.origins(),
                plain.lines(),
                plain.columns(),
                plain.evidence(),
                List.of(),
                List.of(curve, curve));
    }

    private static List<Drawing> figures() {
        return Figures.of(results(), Table.of(results(), TableChoice.USUAL));
    }

    @Test
    void a_table_has_bars_ranks_a_heat_map_forests_and_learning_curves() {
        assertEquals(
                List.of("averages", "critical-difference", "heat-map", "forest-1", "forest-2", "learning-curves"),
                figures().stream().map(Drawing::name).toList());
    }

    @Test
    void every_figure_is_well_formed_svg_that_loads_nothing_and_stays_on_its_paper() throws Exception {
        for (Drawing drawing : figures()) {
            String svg = SvgText.file(drawing);
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
            assertEquals("svg", document.getDocumentElement().getNodeName());
            assertEquals(
                    svg.indexOf("http://www.w3.org/2000/svg"), svg.lastIndexOf("http"), "nothing but the name space");
            assertFalse(svg.contains("url(") || svg.contains("href"), drawing.name());
            for (Mark mark : drawing.marks()) {
                if (mark instanceof Mark.Words words) {
                    double width = Glyphs.width(words.text(), words.size());
                    double start =
                            switch (words.anchor()) {
                                case START -> words.x();
                                case MIDDLE -> words.x() - width / 2;
                                case END -> words.x() - width;
                            };
                    assertTrue(start >= 0 && start + width <= drawing.width(), drawing.name() + ": " + words);
                    assertTrue(words.y() <= drawing.height(), drawing.name() + ": " + words);
                }
            }
        }
    }

    @Test
    void the_heat_map_tells_every_cell() {
        Table table = Table.of(results(), TableChoice.USUAL);
        Drawing map = figures().get(2);
        List<String> tips = map.marks().stream()
                .map(Mark::tip)
                .filter(tip -> !tip.isEmpty())
                .toList();
        assertEquals(table.cellCount(), tips.size());
        double mean = ((Cell.Done) table.cell(1, 0)).mean();
        assertTrue(
                tips.contains("mm-pt conv4, a <b> & \"c\" on d00/task_0: "
                        + table.metric().shown(mean)),
                tips.toString());
        assertTrue(
                tips.stream().anyMatch(tip -> tip.endsWith("d02/task_0: NOT RUN, 0 of 1 trials done")),
                tips.toString());
    }

    @Test
    void a_png_is_the_same_bytes_every_time_and_shows_something() throws Exception {
        for (Drawing drawing : figures()) {
            byte[] png = PngImage.bytes(drawing);
            assertArrayEquals(png, PngImage.bytes(drawing));
            var image = ImageIO.read(new ByteArrayInputStream(png));
            assertEquals(Math.ceil(2 * drawing.width()), image.getWidth());
            int dark = 0;
            for (int x = 0; x < image.getWidth(); x++) {
                for (int y = 0; y < image.getHeight(); y++) {
                    dark += (image.getRGB(x, y) & 0xff) < 0x80 ? 1 : 0;
                }
            }
            assertTrue(dark > 500, drawing.name() + " has " + dark + " dark pixels");
        }
    }

    @Test
    void figures_do_not_depend_on_the_locale() {
        List<String> plain = figures().stream().map(SvgText::file).toList();
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertEquals(plain, figures().stream().map(SvgText::file).toList());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void a_text_is_as_wide_as_its_font_says_and_cut_where_it_must_be() {
        // Arial's widths: A 1366, i 455 of 2048
        assertEquals((1366 + 455) * 10 / 2048.0, Glyphs.width("Ai", 10), 1e-9);
        assertEquals("short", Glyphs.fitted("short", 10, 100));
        String cut = Glyphs.fitted("much longer than that", 10, 50);
        assertTrue(cut.endsWith("…") && Glyphs.width(cut, 10) <= 50, cut);
    }
}
