package io.holdout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.worker.data.demo.DemoData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFetchTest {
    @TempDir
    Path folder;

    private final FlakyServer server = new FlakyServer();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void stop_the_server() {
        server.close();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private int fetch(String dataset) {
        return Main.execute(
                new PrintWriter(err, true),
                "data",
                "fetch",
                data().toString(),
                "--datasets=" + dataset,
                "--from=" + server.uri());
    }

    private List<String> there() throws IOException {
        try (Stream<Path> files = Files.walk(data())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> data().relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static byte[] zip(List<String> names, List<byte[]> contents) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < names.size(); i++) {
                zip.putNextEntry(new ZipEntry(names.get(i)));
                zip.write(contents.get(i));
            }
        }
        return bytes.toByteArray();
    }

    /** A dataset as it is published, with a file that nobody knows. */
    private byte[] published() throws IOException {
        Path painted = folder.resolve("painted");
        DemoData.write(painted, 1, List.of("bus"), (done, all) -> {});
        var names = new ArrayList<String>(List.of("bus/README.md"));
        var contents = new ArrayList<byte[]>(List.of(new byte[100]));
        try (Stream<Path> files = Files.walk(painted.resolve("bus"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                names.add(painted.relativize(file).toString());
                contents.add(Files.readAllBytes(file));
            }
        }
        return zip(names, contents);
    }

    @Test
    void fetches_a_dataset_that_passes_the_check() throws IOException {
        server.has(published(), "\"1\"");

        assertEquals(ExitCode.OK, fetch("bus"), err.toString());

        assertTrue(server.requests().get(0).startsWith("/models/bus.zip"), server.requests()::toString);
        assertEquals(
                List.of(),
                there().stream()
                        .filter(file -> file.contains("part") || file.contains("README"))
                        .toList());
        assertEquals(ExitCode.OK, Main.execute(new PrintWriter(err, true), "data", "check", data().toString()));
    }

    @Test
    void leaves_alone_what_is_there() throws IOException {
        Files.createDirectories(data().resolve("bus"));

        assertEquals(ExitCode.OK, fetch("bus"), err.toString());

        assertEquals(List.of(), server.requests());
        assertEquals(List.of(), there());
    }

    @Test
    void takes_nothing_out_of_an_archive_but_what_a_dataset_has() throws IOException {
        byte[] evil = "evil".getBytes(StandardCharsets.UTF_8);
        server.has(
                zip(
                        List.of(
                                "../evil",
                                "/tmp/evil",
                                "bus/../../evil",
                                "bus/task_labels/../../evil.npy",
                                "bus/run.sh"),
                        List.of(evil, evil, evil, evil, evil)),
                "\"1\"");

        assertEquals(ExitCode.BAD_INPUT, fetch("bus"));

        assertTrue(err.toString().contains("BAD_ARCHIVE") && err.toString().contains("info.yaml"), err.toString());
        assertEquals(List.of(), there());
        assertFalse(Files.exists(folder.resolve("evil")));
    }

    @Test
    void keeps_nothing_of_an_archive_with_a_bit_turned() throws IOException {
        byte[] archive = published();
        archive[archive.length / 2] ^= 1;
        server.has(archive, "\"1\"");

        assertEquals(ExitCode.BAD_INPUT, fetch("bus"));

        assertTrue(err.toString().contains("BAD_ARCHIVE"), err.toString());
        assertEquals(List.of(), there());
    }

    @Test
    void names_the_datasets_that_there_are() {
        assertEquals(ExitCode.BAD_INPUT, fetch("bu"));

        assertTrue(err.toString().contains("no dataset 'bu'") && err.toString().contains("bus"), err.toString());
    }
}
