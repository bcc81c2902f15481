package io.holdout.coordinator.journal.cassandra;

import java.io.IOException;

/** Starts the server in its own process, and ends it when the process that started it is gone, however that ended. */
public final class CassandraMain {
    private CassandraMain() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        var watch = new Thread(CassandraMain::haltWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Class.forName("org.apache.cassandra.service.CassandraDaemon")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }

    private static void haltWithParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever said here
            }
        } catch (IOException e) {
            // as good as closed
        }
        Runtime.getRuntime().halt(0);
    }
}
