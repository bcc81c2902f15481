package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.journal.HomeLock;
import io.holdout.worker.data.demo.DemoData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private int holdout(String... arguments) {
        PrintStream before = System.out;
        System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        try {
            return Main.execute(new PrintWriter(err, true), arguments);
        } finally {
            System.setOut(before);
        }
    }

    private Path sweep(String text) throws IOException {
        return Files.writeString(folder.resolve("bad.yaml"), text);
    }

    private Path bus() {
        Path data = folder.resolve("data");
        DemoData.write(data, 1, List.of("bus"), (done, all) -> {});
        return data;
    }

    @Test
    void names_line_column_and_the_nearest_match_of_a_misspelt_word() throws IOException {
        Path file = sweep("sweep: x\nstrategies: [mm-ptt]\nepisode: 3\n");

        assertEquals(ExitCode.BAD_INPUT, holdout("plan", file.toString()));
        assertTrue(
                err.toString().contains("bad.yaml:2:14: 'strategies' is 'mm-ptt', did you mean 'mm-pt'?"),
                err.toString());
        assertTrue(
                err.toString().contains("bad.yaml:3:1: unknown key 'episode', did you mean 'episodes'?"),
                err.toString());
    }

    @Test
    void a_truncated_hdf5_file_is_named_with_its_sizes() throws IOException {
        Path data = bus();
        Path hdf5 = data.resolve("bus/images.hdf5");
        byte[] whole = Files.readAllBytes(hdf5);
        Files.write(hdf5, Arrays.copyOf(whole, whole.length - 100));

        assertEquals(ExitCode.BAD_INPUT, holdout("data", "check", data.toString()));
        assertEquals(
                ExitCode.BAD_INPUT,
                holdout(
                        "run",
                        sweep("sweep: x\nstrategies: [random-init]\nbackbones: [conv4]\n")
                                .toString(),
                        "--data",
                        data.toString(),
                        "--home",
                        folder.resolve("home").toString()));
        assertTrue(err.toString().contains(hdf5 + " is cut off"), err.toString());
    }

    @Test
    void a_second_coordinator_on_the_same_home_is_told_who_has_it() throws IOException {
        Path home = folder.resolve("home");
        try (var lock = HomeLock.take(home)) {
            assertNotNull(lock);
            assertEquals(ExitCode.ENVIRONMENT, holdout("coordinator", "--home", home.toString()));
        }
        assertTrue(err.toString().contains("HOME_IN_USE"), err.toString());
        assertTrue(
                err.toString().contains(String.valueOf(ProcessHandle.current().pid())), err.toString());
    }

    @Test
    void a_home_that_is_a_file_is_refused() throws IOException {
        Path home = Files.writeString(folder.resolve("file"), "in the way");

        assertEquals(ExitCode.ENVIRONMENT, holdout("coordinator", "--home", home.toString()));
        assertTrue(err.toString().contains("HOME_UNUSABLE"), err.toString());
    }

    @Test
    void missing_files_and_data_are_named() {
        assertEquals(
                ExitCode.BAD_INPUT, holdout("plan", folder.resolve("none.yaml").toString()));
        assertTrue(err.toString().contains("none.yaml"), err.toString());
        assertEquals(ExitCode.BAD_INPUT, holdout("table", "nothing", "--home", folder.toString()));
        assertTrue(err.toString().contains("NO_SUCH_SWEEP"), err.toString());
        assertEquals(ExitCode.USAGE, holdout("plan"));
    }
}
