package io.holdout.coordinator.journal.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CassandraAddressTest {
    private static final String DRIVER = "datastax-java-driver.";

    @TempDir
    Path folder;

    @Test
    void an_address_is_read_with_every_part() {
        var address = CassandraAddress.parse(
                "cassandra://db1:9043,db2,[::1]:9044/sweeps?dc=west&tls=true&truststore=/t.jks&credentials=/c");

        assertEquals(List.of("db1:9043", "db2:9042", "[::1]:9044"), address.contactPoints());
        assertEquals("sweeps", address.keyspace());
        assertEquals("west", address.datacenter());
        assertTrue(address.tls());
        assertEquals(Path.of("/t.jks"), address.truststore().orElseThrow());
        assertEquals(address, CassandraAddress.parse(address.toString()));
    }

    @Test
    void what_is_left_out_has_a_default_and_files_do_not_depend_on_the_folder() {
        var address = CassandraAddress.parse("cassandra://db/?credentials=file");

        assertEquals(
                "cassandra://db:9042/holdout?dc=datacenter1&credentials="
                        + Path.of("file").toAbsolutePath(),
                address.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sqlite:x                          | neither 'embedded' nor cassandra://HOST",
                "cassandra://db                    | neither 'embedded' nor cassandra://HOST",
                "cassandra://db:0/x                | contact point 'db:0'",
                "cassandra://db:70000/x            | contact point 'db:70000'",
                "cassandra://db,,c/x               | contact point ''",
                "cassandra://db/Upper              | keyspace 'Upper'",
                "cassandra://db/x?dc=a'b           | data centre 'a'b'",
                "cassandra://db/x?datacenter=a     | option 'datacenter'; there are dc,",
                "cassandra://db/x?tls=yes          | tls=yes; it must be true or false",
                "cassandra://db/x?truststore=/t    | a truststore without tls=true"
            })
    void a_wrong_part_is_named(String text, String what) {
        var bad = assertThrows(HoldoutException.class, () -> CassandraAddress.parse(text));

        assertEquals("BAD_JOURNAL", bad.failure().code());
        assertTrue(bad.getMessage().contains(what), bad.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"cassandra://me:secret@db/x", "cassandra://me:secret@db", "cassandra://me:secret@db/x?dc=#"})
    void a_password_in_it_is_refused_and_never_repeated(String text) {
        var bad = assertThrows(HoldoutException.class, () -> CassandraAddress.parse(text));

        assertFalse(bad.getMessage().contains("secret"), bad.getMessage());
    }

    @Test
    void user_and_password_come_from_a_file_before_the_environment() throws Exception {
        Path file = Files.writeString(folder.resolve("c"), "username=filed\npassword=p1\n");
        var environment = Map.of(CassandraCredentials.USER, "env", CassandraCredentials.PASSWORD, "p2");
        var plain = CassandraAddress.parse("cassandra://db/x");
        var filed = CassandraAddress.parse("cassandra://db/x?tls=true&truststore=/t&credentials=" + file);

        var none = CassandraSettings.of(plain, CassandraCredentials.of(plain, Map.of()));
        assertFalse(none.hasPath(DRIVER + "advanced.auth-provider"));
        var env = CassandraSettings.of(plain, CassandraCredentials.of(plain, environment));
        assertEquals("p2", env.getString(DRIVER + "advanced.auth-provider.password"));
        assertFalse(env.hasPath(DRIVER + "advanced.ssl-engine-factory"));
        var both = CassandraSettings.of(filed, CassandraCredentials.of(filed, environment));
        assertEquals("filed", both.getString(DRIVER + "advanced.auth-provider.username"));
        assertEquals("/t", both.getString(DRIVER + "advanced.ssl-engine-factory.truststore-path"));
    }

    @Test
    void half_a_login_or_a_misspelt_key_is_refused_without_its_value() throws Exception {
        Path half = Files.writeString(folder.resolve("half"), "username=me\n");
        Path misspelt = Files.writeString(folder.resolve("misspelt"), "user=me\npassword=secret\n");

        for (Path file : List.of(half, misspelt, folder.resolve("none"))) {
            var address = CassandraAddress.parse("cassandra://db/x?credentials=" + file);
            var bad = assertThrows(HoldoutException.class, () -> CassandraCredentials.of(address, Map.of()));
            assertEquals("BAD_CREDENTIALS", bad.failure().code());
            assertTrue(bad.getMessage().contains(file.toString()), bad.getMessage());
            assertFalse(bad.getMessage().contains("secret"), bad.getMessage());
        }
        assertFalse(new CassandraCredentials("me", "secret", "").toString().contains("secret"));
    }
}
