package io.holdout.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A headless Chromium, spoken to as W3C WebDriver has it through Debian's chromedriver ({@code apt-get install chromium
 * chromium-driver}). All of it ends with this.
 */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final String session;

    Browser() throws Exception {
        driver = new ProcessBuilder("chromedriver", "--port=0")
                .redirectErrorStream(true)
                .start();
        String base = "http://127.0.0.1:" + port(driver);
        Map<String, Object> chrome = Map.of(
                "args",
                List.of(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--window-size=1280,900"));
        JsonNode created = send(
                "POST",
                base + "/session",
                Map.of(
                        "capabilities",
                        Map.of(
                                "alwaysMatch",
                                Map.of("goog:chromeOptions", chrome, "goog:loggingPrefs", Map.of("browser", "ALL")))));
        session = base + "/session/" + created.path("sessionId").asText();
    }

    /** Whether there is one; on a build machine there must be. */
    static boolean isThere() {
        return System.getenv("CI") != null
                || Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "chromedriver")));
    }

    private static String port(Process driver) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
        var said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                return port.group(1);
            }
            said.append(line).append('\n');
        }
        throw new IOException("chromedriver does not start: " + said);
    }

    private JsonNode send(String method, String uri, Object body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(uri)).timeout(PATIENCE);
        HttpResponse<String> response = http.send(
                (body == null
                                ? request.method(method, HttpRequest.BodyPublishers.noBody())
                                : request.method(
                                        method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode value = JSON.readTree(response.body()).path("value");
        if (response.statusCode() != 200) {
            throw new IOException(
                    value.path("error").asText() + ": " + value.path("message").asText());
        }
        return value;
    }

    private JsonNode post(String path, Object body) throws Exception {
        return send("POST", session + path, body);
    }

    void open(String url) throws Exception {
        post("/url", Map.of("url", url));
    }

    /** What a function's body returns in the page, such as {@code return document.title}. */
    JsonNode script(String body, Object... arguments) throws Exception {
        return post("/execute/sync", Map.of("script", body, "args", List.of(arguments)));
    }

    /** The same for one whose last argument is a function to be called with the result. */
    JsonNode later(String body) throws Exception {
        return post("/execute/async", Map.of("script", body, "args", List.of()));
    }

    /** Text of the first element; empty if there is none. */
    String text(String css) throws Exception {
        return script("return document.querySelector(arguments[0])?.textContent ?? ''", css)
                .asText();
    }

    int count(String css) throws Exception {
        return script("return document.querySelectorAll(arguments[0]).length", css)
                .asInt();
    }

    /** As a user does: the element must be there, and nothing may lie over it. */
    void click(String css) throws Exception {
        JsonNode found = post("/element", Map.of("using", "css selector", "value", css));
        post("/element/" + found.elements().next().asText() + "/click", Map.of());
    }

    void type(String css, String text) throws Exception {
        JsonNode found = post("/element", Map.of("using", "css selector", "value", css));
        post("/element/" + found.elements().next().asText() + "/value", Map.of("text", text));
    }

    /** Waits until the text of an element is as wanted. */
    void awaitText(String css, Predicate<String> wanted) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String text = text(css);
        while (!wanted.test(text)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + css + ", which is '" + text + "' in "
                        + script("return document.body.innerText").asText());
            }
            Thread.sleep(50);
            text = text(css);
        }
    }

    void awaitElement(String css) throws Exception {
        awaitText(css, text -> {
            try {
                return count(css) > 0;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** One of Chromium's own commands. */
    JsonNode command(String name, Map<String, ?> parameters) throws Exception {
        return post("/goog/cdp/execute", Map.of("cmd", name, "params", parameters));
    }

    void size(int width, int height) throws Exception {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    void dark(boolean dark) throws Exception {
        var scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        command("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    }

    void screenshot(Path file) throws Exception {
        Files.createDirectories(file.toAbsolutePath().getParent());
        String image = send("GET", session + "/screenshot", null).asText();
        Files.write(file, Base64.getDecoder().decode(image));
    }

    /** Errors that the page wrote to the console since the last time. */
    List<String> consoleErrors() throws Exception {
        var errors = new java.util.ArrayList<String>();
        post("/se/log", Map.of("type", "browser")).forEach(entry -> {
            if (entry.path("level").asText().equals("SEVERE")) {
                errors.add(entry.path("message").asText());
            }
        });
        return errors;
    }

    @Override
    public void close() throws Exception {
        try {
            send("DELETE", session, null);
        } finally {
            driver.destroy();
        }
    }
}
