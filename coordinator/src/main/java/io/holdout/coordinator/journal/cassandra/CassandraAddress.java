package io.holdout.coordinator.journal.cassandra;

import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a keyspace is: {@code cassandra://host:port,host:port/keyspace?dc=datacenter1}. It names files with secrets, and
 * never holds one.
 *
 * @param contactPoints {@code host:port} of some nodes; the others are found through them
 * @param datacenter the one whose quorum every event needs; a node of another one is never asked
 * @param credentials file with user and password; empty for those of the environment, if any
 * @param tls whether to encrypt, and to verify the server's name
 * @param truststore file with the authorities to trust; empty for those of Java
 */
public record CassandraAddress(
        List<String> contactPoints,
        String keyspace,
        String datacenter,
        Optional<Path> credentials,
        boolean tls,
        Optional<Path> truststore) {
    public static final String DEFAULT_DATACENTER = "datacenter1";
    public static final String DEFAULT_KEYSPACE = "holdout";
    private static final int DEFAULT_PORT = 9042;
    private static final int LARGEST_PORT = 65_535;
    private static final String SHAPE = "cassandra://HOST:PORT,.../KEYSPACE?dc=DATACENTER";
    private static final Pattern FORM = Pattern.compile("cassandra://([^/?#]+)/([^/?#]*)(?:\\?([^#]*))?");
    private static final Pattern POINT = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");
    private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");
    private static final Pattern DATACENTER = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Set<String> OPTIONS = Set.of("dc", "credentials", "tls", "truststore");

    /** @throws HoldoutException BAD_JOURNAL if a part is not of its form */
    public CassandraAddress {
        contactPoints =
                contactPoints.stream().map(CassandraAddress::contactPoint).toList();
        if (!KEYSPACE.matcher(keyspace).matches()) {
            throw bad("keyspace '" + keyspace + "'; it must be lower-case letters, digits and _, at most 48");
        }
        if (!DATACENTER.matcher(datacenter).matches()) {
            throw bad("data centre '" + datacenter + "'; it must be letters, digits, '.', '_' and '-'");
        }
        credentials = credentials.map(Path::toAbsolutePath);
        truststore = truststore.map(Path::toAbsolutePath);
        if (truststore.isPresent() && !tls) {
            throw bad("a truststore without tls=true");
        }
    }

    /** @throws HoldoutException BAD_JOURNAL saying what is wrong and what is right */
    public static CassandraAddress parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw bad("neither 'embedded' nor " + SHAPE + ": '" + text.replaceAll("//[^/]*@", "//...@") + "'");
        }
        if (form.group(1).contains("@")) {
            // the secret is not repeated: this text goes to screens and logs
            throw bad("a user or password; name a file with &credentials=FILE, or set " + CassandraCredentials.USER
                    + " and " + CassandraCredentials.PASSWORD);
        }
        var options = options(form.group(3) == null ? "" : form.group(3));
        String tls = options.getOrDefault("tls", "false");
        if (!tls.equals("true") && !tls.equals("false")) {
            throw bad("tls=" + tls + "; it must be true or false");
        }
        return new CassandraAddress(
                List.of(form.group(1).split(",", -1)),
                form.group(2).isEmpty() ? DEFAULT_KEYSPACE : form.group(2),
                options.getOrDefault("dc", DEFAULT_DATACENTER),
                Optional.ofNullable(options.get("credentials")).map(Path::of),
                tls.equals("true"),
                Optional.ofNullable(options.get("truststore")).map(Path::of));
    }

    private static TreeMap<String, String> options(String query) {
        var options = new TreeMap<String, String>();
        for (String option : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            if (!OPTIONS.contains(name) || equals < 0) {
                throw bad("option '" + name + "'; there are dc, credentials, tls and truststore, each with =VALUE");
            }
            options.put(name, option.substring(equals + 1));
        }
        return options;
    }

    private static String contactPoint(String text) {
        Matcher form = POINT.matcher(text.strip());
        int port = form.matches() && form.group(2) != null ? Integer.parseInt(form.group(2)) : DEFAULT_PORT;
        if (!form.matches() || port == 0 || port > LARGEST_PORT) {
            throw bad("contact point '" + text.strip() + "'; it must be HOST or HOST:PORT");
        }
        return form.group(1) + ":" + port;
    }

    private static HoldoutException bad(String found) {
        return HoldoutException.user("BAD_JOURNAL", "the journal's address has " + found);
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        var options = new ArrayList<String>();
        options.add("dc=" + datacenter);
        credentials.ifPresent(file -> options.add("credentials=" + file));
        if (tls) {
            options.add("tls=true");
        }
        truststore.ifPresent(file -> options.add("truststore=" + file));
        return "cassandra://" + String.join(",", contactPoints) + "/" + keyspace + "?" + String.join("&", options);
    }
}
