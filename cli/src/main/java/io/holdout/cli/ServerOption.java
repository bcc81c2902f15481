package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A coordinator on another machine, reached by its API instead of a home. */
final class ServerOption {
    private static final String TOKEN = "HOLDOUT_TOKEN";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Ask the coordinator at this address, such as https://host:8080, instead of the home's; the"
                    + " token is in $$HOLDOUT_TOKEN, or in the file that $$HOLDOUT_TOKEN_FILE names.")
    @Nullable
    String server;

    /** Where and with which token; empty if no server was named. @throws HoldoutException BAD_SERVER, BAD_TOKEN */
    Optional<Home.Endpoint> endpoint() {
        if (server == null) {
            return Optional.empty();
        }
        String address = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        if (!isHttp(address)) {
            throw HoldoutException.user(
                    "BAD_SERVER", "--server is '" + server + "'; it must be http://HOST:PORT or https://HOST:PORT");
        }
        return Optional.of(new Home.Endpoint(0, address, token(), 0));
    }

    private static boolean isHttp(String address) {
        try {
            URI uri = URI.create(address);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String token() {
        String given = System.getenv(TOKEN);
        if (given != null && !given.isEmpty()) {
            return given;
        }
        String file = System.getenv(TOKEN + "_FILE");
        if (file == null || file.isEmpty()) {
            throw HoldoutException.user(
                    "BAD_TOKEN", "--server needs a token in HOLDOUT_TOKEN, or a file of it in HOLDOUT_TOKEN_FILE");
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw HoldoutException.user("BAD_TOKEN", "HOLDOUT_TOKEN_FILE names " + file + ", which cannot be read");
        }
    }
}
