package io.holdout.coordinator.journal.cassandra;

import java.io.IOException;

/** A node for the benchmarks: prints its {@code HOST:PORT} when it serves, and ends with its input. */
public final class CassandraAlone {
    private CassandraAlone() {}

    public static void main(String[] arguments) throws IOException {
        try (var server = CassandraServer.single().start()) {
            System.out.println(server.contactPoint());
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
