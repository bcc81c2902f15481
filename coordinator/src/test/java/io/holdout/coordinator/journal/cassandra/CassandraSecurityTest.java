package io.holdout.coordinator.journal.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own that asks for a password and speaks TLS. */
@Tag("cluster")
@ExtendWith(CassandraExtension.class)
class CassandraSecurityTest {
    private static final String STORE_PASSWORD = "only-for-this-test";

    @TempDir
    Path folder;

    @Test
    void a_session_is_encrypted_and_logged_in_and_a_wrong_password_or_an_unknown_authority_is_refused()
            throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-keystore",
                "server.p12");
        keytool("-exportcert", "-alias", "server", "-keystore", "server.p12", "-file", "server.crt");
        keytool("-importcert", "-noprompt", "-alias", "server", "-keystore", "trust.p12", "-file", "server.crt");
        Path right = credentials("right", "cassandra");
        Path wrong = credentials("wrong", "wrong");
        try (var server = CassandraServer.single(
                """
                authenticator: PasswordAuthenticator
                client_encryption_options:
                  enabled: true
                  optional: true
                  keystore: %s
                  keystore_password: %s
                  store_type: PKCS12
                """
                        .formatted(folder.resolve("server.p12"), STORE_PASSWORD))) {
            server.start();
            var trusting = address(server, right, "&tls=true&truststore=" + folder.resolve("trust.p12"));
            // the server makes its first user a moment after it serves
            CassandraJournalTest.await("the first user is there", () -> logsIn(trusting));
            try (CqlSession session = CassandraSessions.open(trusting)) {
                List<String> clients =
                        Keyspaces.rows(session, "SELECT username, ssl_enabled FROM system_views.clients");
                assertTrue(
                        clients.stream().allMatch(row -> row.contains("'cassandra'") && row.contains("true")),
                        clients.toString());
            }
            assertEquals("BAD_CREDENTIALS", refusal(address(server, wrong, "")));
            assertEquals("JOURNAL_UNAVAILABLE", refusal(address(server, right, "&tls=true")));
        }
    }

    private static CassandraAddress address(CassandraServer server, Path credentials, String more) {
        return CassandraAddress.parse("cassandra://" + server.contactPoint() + "/x?credentials=" + credentials + more);
    }

    private static boolean logsIn(CassandraAddress address) {
        try (CqlSession session = CassandraSessions.open(address)) {
            return !session.isClosed();
        } catch (HoldoutException e) {
            return false;
        }
    }

    private static String refusal(CassandraAddress address) {
        return assertThrows(HoldoutException.class, () -> CassandraSessions.open(address))
                .failure()
                .code();
    }

    private Path credentials(String name, String password) throws Exception {
        return Files.writeString(
                folder.resolve(name),
                "username=cassandra\npassword=" + password + "\ntruststore-password=" + STORE_PASSWORD + "\n");
    }

    private void keytool(String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> command.toString());
    }
}
