package io.holdout.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether nodes speak TLS with each other, and with which certificate. */
final class TlsOption {
    @Option(
            names = "--tls-folder",
            paramLabel = "DIR",
            description =
                    "Folder with tls.crt, tls.key and ca.crt: nodes speak TLS and ask each other for a certificate"
                            + " (default: $$HOLDOUT_TLS, else no TLS).")
    @Nullable
    Path folder;

    private Optional<TlsFolder> given() {
        if (folder != null) {
            return Optional.of(new TlsFolder(folder));
        }
        String environment = System.getenv("HOLDOUT_TLS");
        return environment == null || environment.isEmpty()
                ? Optional.empty()
                : Optional.of(new TlsFolder(Path.of(environment)));
    }

    /** @throws HoldoutException BAD_TLS */
    void check() {
        given().ifPresent(TlsFolder::checked);
    }

    /**
     * Settings to lay over those of a node; empty without TLS.
     *
     * @throws HoldoutException BAD_TLS
     */
    Config config() {
        return given().map(found -> found.checked().config()).orElseGet(ConfigFactory::empty);
    }

    /** The same for another process. */
    List<String> arguments() {
        return given().map(found ->
                        List.of("--tls-folder", found.folder().toAbsolutePath().toString()))
                .orElse(List.of());
    }
}
