package io.holdout.coordinator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdout.coordinator.spec.Strategy;
import java.io.File;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatexTableTest {
    private static final Pattern NUMBER =
            Pattern.compile("(\\\\bfseries )?([0-9]+[.][0-9])(?:\\{\\\\,\\(([0-9]+[.][0-9])\\)\\})?");

    /** Eight rows, so that there are two tables; one cell failed; names with all that LaTeX gives a meaning. */
    private static Table table() {
        var made = new MadeResults(12);
        List<String> names = List.of("a_b", "50%", "x & y", "#1 {z}", "~^\\", "$", "<|>", "\"q\"");
        for (int row = 0; row < names.size(); row++) {
            int at = row;
            Strategy strategy = row == 7 ? Strategy.SUPERVISED : Strategy.MM_PT;
            made.line(strategy, names.get(row), column -> {
                if (at == 2 && column == 3) {
                    return new double[] {Double.NaN};
                }
                return new SplittableRandom(100L * at + column)
                        .doubles(at == 7 ? 1 : 20, 0.6, 0.9)
                        .toArray();
            });
        }
        return Table.of(made.results("50% of_it"), TableChoice.USUAL);
    }

    /** The fields of each task's line, of all tables side by side. */
    private static List<List<String>> fields(String latex) {
        var lines = new ArrayList<List<String>>();
        int at = 0;
        for (String line : latex.split("\n")) {
            if (line.equals("% table begins")) {
                at = 0;
            }
            if (line.startsWith("\\quad ")) {
                List<String> fields = new ArrayList<>(Arrays.asList(
                        line.substring(0, line.length() - " \\\\".length()).split(" & ")));
                if (lines.size() <= at) {
                    lines.add(new ArrayList<>());
                }
                lines.get(at++).addAll(fields.subList(1, fields.size()));
            }
        }
        return lines;
    }

    private static String percent(JsonNode number) {
        return new BigDecimal(number.asText())
                .movePointRight(2)
                .setScale(1, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    @Test
    void the_numbers_are_those_of_the_json() throws Exception {
        List<List<String>> tasks = fields(TableText.latex(table()));
        JsonNode rows = new ObjectMapper().readTree(TableText.json(table())).path("rows");
        assertEquals(12, tasks.size());
        for (int column = 0; column < 12; column++) {
            assertEquals(8, tasks.get(column).size());
            for (int row = 0; row < 8; row++) {
                JsonNode cell = rows.path(row).path("cells").path(column);
                String field = tasks.get(column).get(row);
                if (!cell.path("status").asText().equals("DONE")) {
                    assertEquals("{" + cell.path("status").asText() + "}", field);
                    continue;
                }
                Matcher number = NUMBER.matcher(field);
                assertTrue(number.matches(), field);
                assertEquals(percent(cell.path("mean")), number.group(2));
                assertEquals(cell.path("ci95").isNull() ? null : percent(cell.path("ci95")), number.group(3));
                assertEquals(cell.path("marked").asBoolean(), number.group(1) != null, field);
            }
        }
    }

    @Test
    void it_compiles_as_it_is_where_there_is_a_tex(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(onPath("pdflatex") && hasPackage("siunitx.sty"), "no pdflatex with siunitx");
        Files.writeString(folder.resolve("table.tex"), TableText.latex(table()));
        Process tex = new ProcessBuilder("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "table.tex")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertTrue(tex.waitFor(120, TimeUnit.SECONDS), "pdflatex ended");
        String log = Files.readString(folder.resolve("output"));
        assertEquals(0, tex.exitValue(), log);
        assertTrue(Files.size(folder.resolve("table.pdf")) > 1000);
        assertTrue(!log.contains("Overfull \\hbox"), "fits the page: " + log);
    }

    private static boolean onPath(String command) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    private static boolean hasPackage(String name) throws Exception {
        return onPath("kpsewhich")
                && new ProcessBuilder("kpsewhich", name).start().waitFor() == 0;
    }
}
