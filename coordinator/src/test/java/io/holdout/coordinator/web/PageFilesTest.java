package io.holdout.coordinator.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page is whole, and loads nothing from elsewhere. */
class PageFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/io/holdout/coordinator/web/page");

    @Test
    void every_file_of_the_page_is_served_to_anybody_and_names_no_other_host() throws Exception {
        try (var server = new WebServer();
                Stream<Path> files = Files.list(FOLDER)) {
            List<Path> all = files.toList();
            assertTrue(all.size() > 10);
            for (Path file : all) {
                String name = file.getFileName().toString();
                String path = name.equals("index.html") ? "/" : "/page/" + name;
                HttpResponse<String> response = server.send(server.anyone(path).GET());
                assertEquals(200, response.statusCode(), name);
                assertEquals(Files.readString(file), response.body());
                String policy =
                        response.headers().firstValue("Content-Security-Policy").orElse("");
                assertTrue(policy.contains("default-src 'none'") && policy.contains("'sha256-"), policy);
                assertFalse(policy.contains("unsafe"), policy);
                String rest = response.body().replace("http://www.w3.org/2000/svg", "");
                assertFalse(rest.contains("://"), name + " names another host");
            }
            for (String library : List.of("preact.js", "hooks.js", "uplot.js", "uplot.css")) {
                assertEquals(
                        200,
                        server.send(server.anyone("/page/" + library).GET()).statusCode(),
                        library);
            }
        }
    }

    @Test
    void what_a_browser_has_already_is_not_sent_again() throws Exception {
        try (var server = new WebServer()) {
            String tag = server.send(server.anyone("/").GET())
                    .headers()
                    .firstValue("ETag")
                    .orElseThrow();
            assertEquals(
                    304,
                    server.send(server.anyone("/").header("If-None-Match", tag).GET())
                            .statusCode());
        }
    }
}
