package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.report.export.Form;
import io.holdout.worker.data.demo.DemoData;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of a real small sweep, {@code --server} prints with a reader's token what the command prints that has the home. */
@Timeout(300)
class ServerReportsTest {
    private static final String NAME = "remote";
    private static final String SWEEP =
            """
            sweep: remote
            datasets: [bus, glaucoma]
            strategies: [random-init, mm-pt, supervised]
            backbones: [{conv4: {width: 8}}]
            image_size: 32
            episodes: 4
            fine_tune: {steps: [5], episodes_per_trial: 2}
            mm_pt: {epochs: 2, steps_per_epoch: 5, validation_images: 16}
            supervised: {epochs: 2}
            """;

    @TempDir
    static Path folder;

    private static Home home;
    private static ChildProcess coordinator;
    private static String address;

    private final Typed typed = new Typed();

    @BeforeAll
    static void a_sweep_is_over_and_a_coordinator_has_it() throws Exception {
        Path data = folder.resolve("data");
        DemoData.write(data, 1, List.of("bus", "glaucoma"), (done, all) -> {});
        Path file = Files.writeString(folder.resolve("remote.yaml"), SWEEP);
        home = new Home(folder.resolve("home"));
        var one = new WorkersOption();
        one.workers = 1;
        assertEquals(ExitCode.OK, new SweepRun(home, data, one, 0).run(file));
        coordinator = ChildProcess.start(
                "coordinator", home, "256m", new Coordinators(0, 0).arguments("coordinator", home, List.of()));
        Runs.await("the coordinator is announced", () -> home.endpoint()
                .filter(at -> at.pid() == coordinator.pid())
                .isPresent());
        address = home.endpoint().orElseThrow().http();
    }

    @AfterAll
    static void ends() {
        ChildProcess.stopAll(List.of(coordinator));
    }

    private byte[] local(String... arguments) {
        return typed.bytes(Stream.concat(
                        Stream.of(arguments), Stream.of("--home", home.folder().toString()))
                .toArray(String[]::new));
    }

    /** In a process of its own, as its token comes from the environment; on a home where nothing is. */
    private static byte[] remote(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(
                List.of("--server", address, "--home", folder.resolve("nothing").toString()));
        var builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().put("HOLDOUT_TOKEN", home.token("reader"));
        Process process = builder.start();
        byte[] printed = process.getInputStream().readAllBytes();
        var all = new ByteArrayOutputStream();
        all.writeBytes((process.waitFor() + "\n").getBytes(StandardCharsets.UTF_8));
        all.writeBytes(printed);
        return all.toByteArray();
    }

    private static String errors() throws Exception {
        return Files.readString(folder.resolve("errors"));
    }

    private void assertSame(String... arguments) throws Exception {
        byte[] expected = local(arguments);
        assertTrue(expected.length > 200 && expected[0] == '0', () -> new String(expected, StandardCharsets.UTF_8));
        byte[] printed = remote(arguments);
        assertArrayEquals(
                expected,
                printed,
                () -> String.join(" ", arguments) + " prints\n"
                        + new String(printed, StandardCharsets.UTF_8) + "instead of\n"
                        + new String(expected, StandardCharsets.UTF_8));
    }

    @Test
    void every_form_of_the_table_is_the_same_to_the_last_byte() throws Exception {
        for (Form form : Form.values()) {
            assertSame("table", NAME, "--format", form.word(), "--figure", "learning-curves");
        }
        assertSame("table", "--metric", "accuracy", "--view", "by-domain", "--bold", "best");
    }

    @Test
    void an_exported_file_and_its_manifest_are_the_same() throws Exception {
        Path here = Files.createDirectories(folder.resolve("here")).resolve("report.html");
        Path there = Files.createDirectories(folder.resolve("there")).resolve("report.html");
        assertEquals("0\n", new String(local(export(here)), StandardCharsets.UTF_8));
        assertEquals("0\n", new String(remote(export(there)), StandardCharsets.UTF_8), errors());
        assertArrayEquals(Files.readAllBytes(here), Files.readAllBytes(there));
        assertArrayEquals(Files.readAllBytes(Manifest.of(here)), Files.readAllBytes(Manifest.of(there)));
    }

    private static String[] export(Path file) {
        return new String[] {"table", NAME, "--require-complete", "--format", "html", "--output", file.toString()};
    }

    @Test
    void curves_and_explanations_are_the_same() throws Exception {
        assertSame("curves", NAME);
        assertSame("curves", "--format", "csv");
        assertSame("explain", "mm-pt conv4", "bus/malignancy");
        assertSame("explain", "supervised conv4", "bus/case category", "--sweep", NAME);
    }

    @Test
    void what_is_not_there_or_not_to_be_had_is_said() throws Exception {
        assertEquals("3\n", new String(remote("explain", "mm-pt", "bus/malignancy"), StandardCharsets.UTF_8));
        assertTrue(errors().contains("NO_SUCH_CELL") && errors().contains("'mm-pt conv4'"), errors());
        assertEquals("3\n", new String(remote("table", "other"), StandardCharsets.UTF_8));
        assertTrue(errors().contains("NO_SUCH_SWEEP"), errors());
        assertEquals("3\n", new String(remote("table", "--oracle"), StandardCharsets.UTF_8));
        assertTrue(errors().contains("BAD_OPTION"), errors());
    }
}
