package io.holdout.cli;

import io.holdout.coordinator.journal.cassandra.CassandraAddress;
import io.holdout.coordinator.journal.cassandra.CassandraJournal;
import io.holdout.coordinator.journal.cassandra.CassandraSchema;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes Cassandra ready, and its tables for users anew. */
@Command(
        name = "cassandra",
        mixinStandardHelpOptions = true,
        description = "Make a Cassandra keyspace ready for Holdout, or its query tables anew; see docs/cassandra.md.",
        subcommands = {CassandraCommand.Init.class, CassandraCommand.Rebuild.class})
final class CassandraCommand {
    /** Makes keyspace and tables. */
    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            description = "Make the keyspace and its tables; what is there already stays as it is. User and password"
                    + " come from --credentials FILE (username=, password=) or from HOLDOUT_CASSANDRA_USER and"
                    + " HOLDOUT_CASSANDRA_PASSWORD.")
    static final class Init implements Callable<Integer> {
        @Option(
                names = "--contact-points",
                paramLabel = "HOST:PORT",
                split = ",",
                description = "Some nodes of the cluster (default: 127.0.0.1:9042).")
        List<String> contactPoints = List.of("127.0.0.1:9042");

        @Option(names = "--keyspace", paramLabel = "NAME", description = "Keyspace (default: ${DEFAULT-VALUE}).")
        String keyspace = CassandraAddress.DEFAULT_KEYSPACE;

        @Option(
                names = "--datacenter",
                paramLabel = "NAME",
                description = "Data centre of the coordinators (default: ${DEFAULT-VALUE}).")
        String datacenter = CassandraAddress.DEFAULT_DATACENTER;

        @Option(
                names = "--replication-factor",
                paramLabel = "N",
                required = true,
                description = "Copies of everything: 3 survives the loss of a node, 1 is for trying out.")
        int factor;

        @Option(names = "--credentials", paramLabel = "FILE", description = "File with username= and password=.")
        @Nullable
        Path credentials;

        @Option(names = "--tls", description = "Encrypt, and verify the server's name.")
        boolean tls;

        @Option(
                names = "--truststore",
                paramLabel = "FILE",
                description = "Authorities to trust (default: those of Java).")
        @Nullable
        Path truststore;

        @Option(names = "--print", description = "Print the CQL, and do nothing.")
        boolean print;

        @Override
        public Integer call() {
            var address = new CassandraAddress(
                    contactPoints,
                    keyspace,
                    datacenter,
                    Optional.ofNullable(credentials),
                    tls,
                    Optional.ofNullable(truststore));
            var schema = new CassandraSchema(address);
            if (print) {
                System.out.print(schema.cql(factor));
                return ExitCode.OK;
            }
            String replication = schema.create(factor);
            System.out.println("keyspace " + keyspace + " is ready, replication: " + replication);
            System.out.println("run sweeps on it with --journal '" + address + "'");
            return ExitCode.OK;
        }
    }

    /** Makes the tables for users anew. */
    @Command(
            name = "rebuild",
            mixinStandardHelpOptions = true,
            description = "Empty the tables results and artifacts, and fill them anew from the journal; a coordinator"
                    + " may run meanwhile. Every node of the cluster must be up.")
    static final class Rebuild implements Callable<Integer> {
        @Mixin
        HomeOption option = new HomeOption();

        @Override
        public Integer call() {
            Home home = option.home();
            try (var journal = home.journal()) {
                if (!(journal instanceof CassandraJournal cassandra)) {
                    throw HoldoutException.user(
                            "BAD_JOURNAL",
                            "the journal of " + home.folder() + " is embedded and has no tables; name one with"
                                    + " --journal cassandra://...");
                }
                int sweeps = cassandra.rebuild(home.artifacts());
                System.out.println("followed " + sweeps + " sweeps in keyspace " + cassandra.keyspace());
            }
            return ExitCode.OK;
        }
    }
}
