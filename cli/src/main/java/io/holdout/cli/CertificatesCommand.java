package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes certificates for a cluster of one's own. */
@Command(
        name = "certificates",
        mixinStandardHelpOptions = true,
        description =
                "Make a folder for --tls-folder: a new authority, and a certificate that all nodes of one cluster "
                        + "share. Copy the folder to every node. Where there is an authority already (a company's, "
                        + "cert-manager), use its certificates instead.")
final class CertificatesCommand implements Callable<Integer> {
    /** Clocks of nodes differ a little. */
    private static final Duration BEFORE = Duration.ofHours(1);

    @Parameters(paramLabel = "DIR", description = "Folder to make; must not hold certificates yet.")
    Path folder = Path.of("tls");

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "How long the certificates are valid (default: ${DEFAULT-VALUE}).")
    int days = 365;

    @Override
    public Integer call() {
        if (days < 1 || days > 3650) {
            throw HoldoutException.user("BAD_DAYS", "--days " + days + " must be 1 to 3650");
        }
        // only who has a certificate with this very name may join: it must not be one that others use
        String name = "holdout-" + UUID.randomUUID();
        Instant from = Instant.now().minus(BEFORE);
        Instant until = Instant.now().plus(Duration.ofDays(days));
        var authority = CertificateAuthority.create(name + "-ca", from, until);
        CertificateAuthority.Issued node = authority.issue(name, from, until);
        try {
            Files.createDirectories(folder);
            write("tls.key", node.key(), "rw-------");
            write("tls.crt", node.certificate(), "rw-r--r--");
            write("ca.crt", CertificateAuthority.pem(authority.certificate()), "rw-r--r--");
        } catch (FileAlreadyExistsException e) {
            throw HoldoutException.user("FILE_EXISTS", e.getMessage() + " is there already; name a new folder");
        } catch (IOException e) {
            throw HoldoutException.infrastructure("FOLDER_UNUSABLE", "cannot write " + folder + ": " + e, e);
        }
        System.out.println("certificates for one cluster, valid until " + until + ": --tls-folder " + folder);
        return ExitCode.OK;
    }

    private void write(String name, String text, String permissions) throws IOException {
        Path file = folder.resolve(name);
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        if (posix) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        } else {
            Files.createFile(file);
        }
        Files.writeString(file, text);
    }
}
