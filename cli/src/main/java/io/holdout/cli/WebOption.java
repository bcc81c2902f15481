package io.holdout.cli;

import io.holdout.coordinator.web.access.Tokens;
import io.holdout.coordinator.web.notify.Webhook;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a coordinator's page and API listen, and who may use them. */
final class WebOption {
    private static final String OPERATOR = "HOLDOUT_OPERATOR_TOKEN";
    private static final String READER = "HOLDOUT_READER_TOKEN";
    private static final String FILE = "_FILE";

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            description = "Where the page and the API listen (default: 127.0.0.1, on the port of the last time if it is"
                    + " free). Any other host: see docs/security.md first.")
    @Nullable
    String http;

    @Option(
            names = "--http-tls",
            paramLabel = "DIR",
            description = "Folder with tls.crt and tls.key in PEM: the page and the API speak HTTPS.")
    @Nullable
    Path tls;

    /** Host and port; port 0 if it does not matter. */
    record Address(String host, int port) {}

    /** @throws HoldoutException BAD_ADDRESS */
    Address address() {
        if (http == null) {
            return new Address("127.0.0.1", 0);
        }
        int colon = http.lastIndexOf(':');
        try {
            int port = Integer.parseInt(http.substring(colon + 1));
            if (colon > 0 && port >= 0 && port <= 65_535) {
                return new Address(http.substring(0, colon), port);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw HoldoutException.user("BAD_ADDRESS", "--http is '" + http + "'; it must be HOST:PORT");
    }

    /** @throws HoldoutException BAD_TLS */
    @Nullable
    SSLContext context() {
        return tls == null ? null : new WebCertificate(tls).context();
    }

    /** Of the certificate that is shown; empty without TLS. @throws HoldoutException BAD_TLS */
    String fingerprint() {
        return tls == null ? "" : PinnedCertificate.fingerprint(new WebCertificate(tls).shown());
    }

    String scheme() {
        return tls == null ? "http" : "https";
    }

    /** The same for another process. */
    List<String> arguments() {
        var arguments = new ArrayList<String>();
        if (http != null) {
            arguments.addAll(List.of("--http", http));
        }
        if (tls != null) {
            arguments.addAll(List.of("--http-tls", tls.toAbsolutePath().toString()));
        }
        return arguments;
    }

    /**
     * The environment's tokens, given as they are or by the file that holds one; else those of the home, which are made
     * when there are none.
     *
     * @throws HoldoutException BAD_TOKEN
     */
    static Tokens tokens(Home home) {
        return new Tokens(
                token(OPERATOR).orElseGet(() -> home.token("operator")),
                token(READER).orElseGet(() -> home.token("reader")));
    }

    /**
     * Where notices go, by the environment: HOLDOUT_WEBHOOK, HOLDOUT_WEBHOOK_SECRET or its file, HOLDOUT_WEBHOOK_FORM.
     *
     * @throws HoldoutException BAD_WEBHOOK
     */
    static Optional<Webhook> webhook() {
        Optional<String> address = token("HOLDOUT_WEBHOOK");
        String form = Optional.ofNullable(System.getenv("HOLDOUT_WEBHOOK_FORM")).orElse("json");
        if (!form.equals("json") && !form.equals("slack")) {
            throw HoldoutException.user(
                    "BAD_WEBHOOK", "HOLDOUT_WEBHOOK_FORM is '" + form + "'; it must be json or slack");
        }
        try {
            return address.map(found -> new Webhook(
                    URI.create(found), token("HOLDOUT_WEBHOOK_SECRET").orElse(""), form.equals("slack")));
        } catch (IllegalArgumentException e) {
            throw HoldoutException.user("BAD_WEBHOOK", "HOLDOUT_WEBHOOK is no address");
        }
    }

    private static Optional<String> token(String variable) {
        String given = System.getenv(variable);
        if (given != null && !given.isEmpty()) {
            return Optional.of(given);
        }
        String file = System.getenv(variable + FILE);
        if (file == null || file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            throw HoldoutException.user(
                    "BAD_TOKEN", variable + FILE + " names " + file + ", which cannot be read: " + e.getMessage());
        }
    }
}
