package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.report.MadeResults;
import io.holdout.coordinator.report.TableChoice;
import io.holdout.coordinator.report.page.HtmlReport;
import io.holdout.coordinator.spec.Strategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of MedIMeta's whole table, opened in a real browser. */
class ReportInBrowserTest {
    @TempDir
    private static Path folder;

    private static Browser browser;
    private static String address;

    @BeforeAll
    static void a_browser_with_the_report() throws Exception {
        Strategy[] strategies = {Strategy.RANDOM_INIT, Strategy.IMAGENET, Strategy.MM_PT, Strategy.MM_MAML};
        var made = new MadeResults(54);
        for (int row = 0; row < 12; row++) {
            int at = row;
            made.line(
                    strategies[row % 4],
                    List.of("conv4", "resnet18", "resnet50").get(row / 4),
                    "",
                    column -> {
                        if (at == 5 && column == 7) {
                            return new double[] {Double.NaN};
                        }
                        return new SplittableRandom(100L * at + column)
                                .doubles(100, 0.35 + 0.02 * at, 1)
                                .toArray();
                    });
        }
        Path file = folder.resolve("report.html");
        Files.writeString(file, HtmlReport.render(made.results("medimeta"), TableChoice.USUAL));
        address = file.toUri().toString();
        browser = new Browser();
        browser.size(1280, 900);
    }

    /** Pictures for the documents, with {@code -Dholdout.screenshots=DIR}. */
    private static void picture(String name) throws Exception {
        browser.screenshot(Path.of(System.getProperty("holdout.screenshots", "target/screenshots"), name));
    }

    @AfterAll
    static void no_browser_is_left() throws Exception {
        browser.close();
    }

    @BeforeEach
    void anew() throws Exception {
        browser.open(address);
    }

    private static String js(String expression) throws Exception {
        return browser.script("return " + expression).asText();
    }

    private static void press(String key) throws Exception {
        int code = Map.of("Tab", 9, "Enter", 13, "Escape", 27, "ArrowRight", 39, "ArrowDown", 40)
                .get(key);
        var event = Map.of("key", key, "code", key, "windowsVirtualKeyCode", code);
        var down = new HashMap<String, Object>(event);
        down.put("type", "keyDown");
        if (key.equals("Enter")) {
            down.put("text", "\r");
        }
        browser.command("Input.dispatchKeyEvent", down);
        var up = new HashMap<String, Object>(event);
        up.put("type", "keyUp");
        browser.command("Input.dispatchKeyEvent", up);
    }

    /** Moves the mouse over the middle of the first such element. */
    private static void point(String css) throws Exception {
        var place = browser.script(
                "const e = document.querySelector(arguments[0]); e.scrollIntoView({block: 'center'});"
                        + " const b = e.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]",
                css);
        browser.command(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type", "mouseMoved",
                        "x", place.path(0).asDouble(),
                        "y", place.path(1).asDouble()));
    }

    private static List<Double> numbers(int column) throws Exception {
        String values = js("[...document.getElementById('table').tBodies[0].rows].map(r => r.cells[" + column
                + "].dataset.v ?? 'none').join(' ')");
        return Arrays.stream(values.split(" "))
                .map(value -> value.equals("none") ? Double.NaN : Double.parseDouble(value))
                .toList();
    }

    private static String sort(int column) throws Exception {
        return js("document.getElementById('table').tHead.rows[0].cells[" + column
                + "].getAttribute('aria-sort') ?? 'not'");
    }

    @Test
    void it_opens_without_a_complaint_and_asks_nobody_for_anything() throws Exception {
        assertEquals(
                "54 14",
                js("document.getElementById('table').tBodies[0].rows.length + ' ' +"
                        + " document.getElementById('table').tHead.rows[0].cells.length"));
        assertEquals(List.of(), browser.consoleErrors());
        assertEquals("", js("performance.getEntriesByType('resource').map(each => each.name).join(' ')"));
    }

    @Test
    void a_heading_sorts_by_its_numbers_and_back_by_keyboard_alone() throws Exception {
        js("document.querySelectorAll('#table th button')[2].focus()");
        press("Enter");
        var expected = new ArrayList<>(numbers(2));
        expected.sort(Collections.reverseOrder());
        assertEquals(expected, numbers(2));
        assertEquals("descending", sort(2));
        press("Enter");
        Collections.sort(expected);
        assertEquals(expected, numbers(2));
        assertEquals("ascending", sort(2));
        press("Tab");
        press("Enter");
        assertEquals("not", sort(2));
        assertEquals("descending", sort(3));
    }

    @Test
    void a_cell_without_a_number_is_last_both_ways() throws Exception {
        int column = 5 + 2;
        for (String direction : List.of("descending", "ascending")) {
            js("document.querySelectorAll('#table th button')[" + column + "].click()");
            assertEquals(direction, sort(column));
            List<Double> numbers = numbers(column);
            assertTrue(numbers.get(53).isNaN(), numbers.toString());
            assertTrue(numbers.subList(0, 53).stream().noneMatch(number -> number.isNaN()));
        }
    }

    @Test
    void names_sort_as_names() throws Exception {
        js("document.querySelectorAll('#table th button')[0].click()");
        assertEquals("ascending", sort(0));
        assertEquals("d00", js("document.getElementById('table').tBodies[0].rows[0].cells[0].textContent"));
        js("document.querySelectorAll('#table th button')[0].click()");
        assertEquals("d26", js("document.getElementById('table').tBodies[0].rows[0].cells[0].textContent"));
    }

    @Test
    void pointing_at_a_cell_or_a_mark_tells_of_it() throws Exception {
        point("#table tbody td.n");
        String tip = js("document.getElementById('tip').hidden + ' ' + document.getElementById('tip').textContent");
        assertTrue(tip.startsWith("false random-init conv4 on d00/task_0\nAUROC in %: "), tip);
        assertTrue(tip.contains("bootstrap 95%") && tip.contains("over 100 episodes"), tip);
        point("#heat-map [data-tip]");
        assertTrue(js("document.getElementById('tip').textContent").contains(" on d00/task_0: "));
        point("h1");
        assertEquals("true", js("document.getElementById('tip').hidden"));
    }

    @Test
    void cells_are_reached_and_told_by_arrow_keys() throws Exception {
        js("document.querySelector('#table td[tabindex=\"0\"]').focus()");
        press("ArrowRight");
        press("ArrowDown");
        assertTrue(js("document.getElementById('tip').textContent").startsWith("imagenet conv4 on d00/task_1\n"));
        assertEquals("1", js("document.querySelectorAll('#table td[tabindex=\"0\"]').length"));
        press("Escape");
        assertEquals("true", js("document.getElementById('tip').hidden"));
    }

    @Test
    void it_is_dark_where_the_reader_wants_it_dark() throws Exception {
        String paper = "getComputedStyle(document.body).backgroundColor";
        browser.dark(false);
        String light = js(paper);
        browser.dark(true);
        assertNotEquals(light, js(paper));
        picture("report-dark.png");
        browser.dark(false);
        assertEquals(light, js(paper));
    }

    @Test
    void shading_is_switched_on_and_off() throws Exception {
        String colour = "getComputedStyle(document.querySelector('#table td.i-heat9')).backgroundColor";
        String plain = js(colour);
        js("document.getElementById('heat').click()");
        assertEquals("rgb(16, 53, 95)", js(colour));
        picture("report.png");
        js("document.getElementById('heat').click()");
        assertEquals(plain, js(colour));
    }
}
