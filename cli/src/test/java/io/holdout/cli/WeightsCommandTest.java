package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.coordinator.plan.Planner;
import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.MedimetaCatalogue;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.TrialId;
import io.holdout.worker.learn.WeightsFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a ResNet-18 that PyTorch saved in a few bytes: each of its tensors is one number, seen many times. */
class WeightsCommandTest {
    private static final Path RESNET18 = Path.of("src/test/resources/io/holdout/cli/resnet18-constant.pth");
    private static final Path OF_WORKER = Path.of("../worker/src/test/resources/io/holdout/worker/learn/weights");

    @TempDir
    Path folder;

    private final FlakyServer server = new FlakyServer();
    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void stop_the_server() {
        server.close();
    }

    private int holdout(String... arguments) {
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            return Main.execute(new PrintWriter(err, true), arguments);
        } finally {
            System.setOut(before);
        }
    }

    private Home home() {
        return new Home(folder.resolve("home"));
    }

    private int weights(String... arguments) {
        return holdout(Stream.of(
                        Stream.of("weights"),
                        Arrays.stream(arguments),
                        Stream.of("--home", home().folder().toString()))
                .flatMap(each -> each)
                .toArray(String[]::new));
    }

    /** All that lies in the folder of weights, but for the lock. */
    private List<String> there() throws IOException {
        try (Stream<Path> files = Files.list(home().weights().folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .sorted()
                    .toList();
        }
    }

    /** The same weights as safetensors, with the first number changed on request. */
    private Path safetensors(String name, boolean changed) throws IOException {
        byte[] file = Converted.BYTES.clone();
        file[file.length - 1] ^= (byte) (changed ? 1 : 0);
        return Files.write(folder.resolve(name), file);
    }

    /** Made once, since it takes a second. */
    private static final class Converted {
        static final byte[] BYTES = convert();

        private static byte[] convert() {
            var bytes = new ByteArrayOutputStream();
            try (var weights = WeightsFile.open(RESNET18, "test")) {
                weights.write(WeightsFolder.spec("resnet18"), bytes);
                return bytes.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Path into(Home home, Path file, String name) throws IOException {
        Files.createDirectories(home.weights().folder());
        return Files.copy(file, home.weights().folder().resolve(name));
    }

    private static List<TrialId> trials(Home home) {
        var catalogue = MedimetaCatalogue.load();
        var fingerprints = new TreeMap<String, String>();
        catalogue.datasets().forEach(dataset -> fingerprints.put(dataset.id(), "0".repeat(64)));
        SweepFile sweep = SweepFile.read(
                "sweep: x\nstrategies: [imagenet, mm-pt]\nbackbones: [resnet18]\ntargets: [bus/malignancy]\n",
                "x.yaml",
                catalogue);
        var weights = home.weights().keep(SweepRun.backbones(sweep), home.artifacts());
        return Planner.plan(sweep, catalogue, fingerprints, weights).trials().stream()
                .map(PlannedTrial::id)
                .toList();
    }

    @Test
    void a_file_is_added_under_the_name_of_the_backbone_that_it_fits_and_listed() throws IOException {
        assertEquals(ExitCode.OK, weights("add", RESNET18.toString()), err.toString());
        String name = "resnet18-" + FileHash.of(RESNET18).substring(0, 8) + ".pth";
        assertEquals(List.of(name), there());
        assertEquals(-1, Files.mismatch(RESNET18, home().weights().folder().resolve(name)));

        assertEquals(ExitCode.OK, weights("list"));
        String hash = home().weights().hashes(List.of("resnet18")).get("resnet18");
        assertTrue(
                out.toString(StandardCharsets.UTF_8).contains(name + "  " + hash),
                out.toString(StandardCharsets.UTF_8));
        assertTrue(
                out.toString(StandardCharsets.UTF_8).contains("resnet50  none; run 'holdout weights fetch resnet50'"));
    }

    @Test
    void the_same_weights_are_the_same_trials_whatever_file_holds_them() throws IOException {
        var pth = new Home(folder.resolve("pth"));
        var converted = new Home(folder.resolve("converted"));
        var other = new Home(folder.resolve("other"));
        into(pth, RESNET18, "resnet18-constant.pth");
        into(converted, safetensors("same", false), "resnet18.safetensors");
        into(other, safetensors("changed", true), "resnet18.safetensors");

        assertEquals(trials(pth), trials(converted));
        assertNotEquals(trials(pth), trials(other));
    }

    @Test
    void workers_find_the_weights_as_safetensors_under_their_hash() throws IOException {
        Home home = home();
        into(home, RESNET18, "resnet18.pt");

        String hash = home.weights()
                .keep(List.of("resnet18", "conv4"), home.artifacts())
                .get("resnet18");

        assertArrayEquals(
                Files.readAllBytes(safetensors("same", false)),
                home.artifacts().get(hash).orElseThrow());
        assertEquals(List.of("resnet18.pt"), there());
    }

    @Test
    void weights_of_a_backbone_that_a_sweep_does_not_use_are_not_even_read() throws IOException {
        into(home(), OF_WORKER.resolve("evil.pth"), "resnet50.pth");

        assertEquals(new TreeMap<>(), home().weights().hashes(List.of("resnet18")));
        assertThrows(HoldoutException.class, () -> home().weights().hashes(List.of("resnet50")));
    }

    @Test
    void two_files_of_a_backbone_are_an_error_only_if_they_differ() throws IOException {
        into(home(), RESNET18, "resnet18-f37072fd.pth");
        into(home(), safetensors("same", false), "resnet18-f37072fd.safetensors");
        assertEquals(1, home().weights().hashes(List.of("resnet18")).size());

        into(home(), safetensors("changed", true), "resnet18-mine.safetensors");
        var error = assertThrows(HoldoutException.class, () -> home().weights().hashes(List.of("resnet18")));

        assertEquals("WEIGHTS_AMBIGUOUS", error.failure().code());
        assertTrue(error.getMessage().contains("resnet18-f37072fd.pth and "), error.getMessage());
        assertTrue(error.getMessage().contains("resnet18-mine.safetensors"), error.getMessage());
    }

    @Test
    void adding_the_same_again_changes_nothing_and_adding_others_is_refused() throws IOException {
        assertEquals(ExitCode.OK, weights("add", RESNET18.toString()));
        List<String> before = there();

        assertEquals(ExitCode.OK, weights("add", safetensors("same", false).toString()));
        assertEquals(
                ExitCode.BAD_INPUT, weights("add", safetensors("changed", true).toString()));

        assertTrue(err.toString().contains("WEIGHTS_EXIST"), err.toString());
        assertEquals(before, there());
    }

    @Test
    void everything_that_does_not_fit_is_printed_a_line_each() throws IOException {
        Path conv4 = OF_WORKER.resolve("conv4.pth");
        assertEquals(ExitCode.BAD_INPUT, weights("add", conv4.toString(), "--backbone", "resnet18"));

        assertTrue(err.toString().contains("120 arrays differ"), err.toString());
        assertEquals(
                120,
                err.toString().lines().filter(line -> line.startsWith("  ")).count());
        assertTrue(err.toString().contains("  layer4.1.bn2.running_var is missing"), err.toString());
        assertTrue(err.toString().contains("  block4.norm.running_var is unknown"), err.toString());
        assertEquals(List.of(), there());
    }

    @Test
    void an_evil_file_is_refused_and_not_kept() throws IOException {
        assertEquals(
                ExitCode.BAD_INPUT, weights("add", OF_WORKER.resolve("evil.pth").toString()));

        assertTrue(
                err.toString().contains("evil.pth cannot be used: its pickle asks for 'posix.system'"), err.toString());
        assertEquals(List.of(), there());
    }

    @Test
    void a_wrong_file_from_the_server_is_not_kept() throws IOException {
        server.has(Files.readAllBytes(RESNET18), "\"1\"");

        assertEquals(
                ExitCode.BAD_INPUT,
                weights("fetch", "resnet18", "--from", server.uri().toString()));

        assertTrue(err.toString().contains("WEIGHTS_DAMAGED"), err.toString());
        assertTrue(err.toString().contains(FileHash.of(RESNET18)), err.toString());
        assertEquals(List.of("/models/resnet18-f37072fd.pth"), server.requests());
        assertEquals(List.of(), there());
    }

    @Test
    void a_server_without_the_file_is_the_environment_s_fault() {
        server.then(FlakyServer.status(404));
        assertEquals(ExitCode.ENVIRONMENT, weights("fetch", "resnet50", "--from", server.uri() + "/"));
        assertEquals(List.of("/models/resnet50-11ad3fa6.pth"), server.requests());
    }

    @Test
    void wrong_words_are_refused_before_anything_is_done() {
        assertEquals(ExitCode.BAD_INPUT, weights("fetch", "resnet19"));
        assertTrue(err.toString().contains("there are for [resnet18, resnet50]"), err.toString());
        assertEquals(ExitCode.BAD_INPUT, weights("fetch", "resnet18", "--from", "file:/etc"));
        assertEquals(
                ExitCode.BAD_INPUT, weights("add", folder.resolve("none.pth").toString()));
        assertEquals(ExitCode.USAGE, weights());
        assertTrue(Files.notExists(home().folder()));
    }

    private Path fetch(String name) {
        var fetch = new WeightsFetch(home().weights(), Download.Limits.NORMAL, bytes -> {});
        return fetch.fetch("resnet18", name, server.uri());
    }

    @Test
    void a_fetched_file_appears_under_its_name_once_and_for_all() throws IOException {
        byte[] file = Files.readAllBytes(RESNET18);
        server.has(file, "\"1\"");
        String name = "resnet18-" + FileHash.of(RESNET18).substring(0, 8) + ".pth";

        Path fetched = fetch(name);

        assertArrayEquals(file, Files.readAllBytes(fetched));
        assertEquals(List.of(name), there());
        assertEquals(fetched, fetch(name));
        assertEquals(1, server.requests().size());
        Files.write(fetched, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
        assertEquals("WEIGHTS_DAMAGED", codeOf(name));
    }

    private String codeOf(String name) {
        return assertThrows(HoldoutException.class, () -> fetch(name)).failure().code();
    }

    @Test
    void what_was_fetched_must_fit_the_backbone() throws IOException {
        Path conv4 = OF_WORKER.resolve("conv4.pth");
        server.has(Files.readAllBytes(conv4), "\"1\"");

        assertEquals("WEIGHTS_MISMATCH", codeOf("resnet18-" + FileHash.of(conv4).substring(0, 8) + ".pth"));
        assertEquals(List.of(), there());
    }

    @Test
    void nothing_is_fetched_where_other_weights_are_or_somebody_fetches() throws IOException {
        try (var lock = WeightsLock.take(home().weights())) {
            assertEquals("WEIGHTS_BUSY", codeOf("resnet18-f37072fd.pth"), lock.toString());
        }
        into(home(), RESNET18, "resnet18-mine.pth");
        assertEquals("WEIGHTS_EXIST", codeOf("resnet18-f37072fd.pth"));
        assertEquals(List.of(), server.requests());
    }
}
