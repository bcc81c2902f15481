package io.holdout.coordinator.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page's files, read once: ours from {@code page/}, and the two libraries from their WebJars. Only these names can be
 * asked for, so no path leads to any other file.
 */
final class PageFiles {
    static final String INDEX = "index.html";

    private static final String[] OURS = {
        INDEX,
        "icon.svg",
        "page.css",
        "main.js",
        "actions.js",
        "api.js",
        "chart.js",
        "format.js",
        "heatmap.js",
        "lists.js",
        "overview.js",
        "parts.js",
        "search.js",
        "store.js",
        "trial.js"
    };

    /** Name, WebJar, file in it. */
    private static final String[][] LIBRARIES = {
        {"preact.js", "preact", "dist/preact.module.js"},
        {"hooks.js", "preact", "hooks/dist/hooks.module.js"},
        {"uplot.js", "uplot", "dist/uPlot.esm.js"},
        {"uplot.css", "uplot", "dist/uPlot.min.css"}
    };

    private static final Pattern IMPORT_MAP = Pattern.compile("<script type=\"importmap\">(.*?)</script>");

    private final Map<String, File> files = new LinkedHashMap<>();

    /** One file, as it is and packed. */
    record File(String type, byte[] bytes, byte[] packed, String tag) {}

    /** @throws IllegalStateException if a file is missing */
    PageFiles() {
        for (String name : OURS) {
            files.put(name, file(name, read("page/" + name)));
        }
        for (String[] library : LIBRARIES) {
            String folder = "/META-INF/resources/webjars/" + library[1] + "/" + version(library[1]) + "/";
            files.put(library[0], file(library[0], read(folder + library[2])));
        }
    }

    Map<String, File> all() {
        return files;
    }

    /**
     * What the page may load: nothing but these files, and data from here. The one script in the page itself, which tells
     * modules where to find each other, is named by its hash.
     */
    String contentSecurityPolicy() {
        File index = files.get(INDEX);
        if (index == null) {
            throw new IllegalStateException("no index");
        }
        Matcher map = IMPORT_MAP.matcher(new String(index.bytes(), StandardCharsets.UTF_8));
        if (!map.find()) {
            throw new IllegalStateException("no import map in the page");
        }
        return "default-src 'none'; script-src 'self' 'sha256-"
                + hash(map.group(1).getBytes(StandardCharsets.UTF_8))
                + "'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'";
    }

    private static File file(String name, byte[] bytes) {
        String type = name.endsWith(".html")
                ? "text/html; charset=UTF-8"
                : name.endsWith(".css")
                        ? "text/css; charset=UTF-8"
                        : name.endsWith(".svg") ? "image/svg+xml" : "text/javascript; charset=UTF-8";
        return new File(type, bytes, Answers.gzip(bytes), "\"" + hash(bytes) + "\"");
    }

    private static String version(String webjar) {
        var properties = new Properties();
        try (InputStream in = open("/META-INF/maven/org.webjars.npm/" + webjar + "/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "");
    }

    private static byte[] read(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = PageFiles.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException(resource + " is missing");
        }
        return in;
    }

    private static String hash(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
