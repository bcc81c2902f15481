package io.holdout.coordinator.journal.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real Cassandra node in a process of its own; its data stay when it is killed, until it is closed. */
public final class CassandraServer implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final byte[] OPTIONS_REQUEST = {4, 0, 0, 0, 5, 0, 0, 0, 0};
    private static final byte SUPPORTED = 6;
    private static final List<String> EXPORTS = List.of(
            "java.base/jdk.internal.misc",
            "java.base/java.lang.ref",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi");
    private static final List<String> OPENS = List.of(
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.base/java.io",
            "java.base/java.nio",
            "java.base/java.lang",
            "java.base/java.util");

    private final Path folder;
    private final String host;
    private final int port;
    private @Nullable Process process;

    private CassandraServer(Path folder, String host, int port) {
        this.folder = folder;
        this.host = host;
        this.port = port;
    }

    /** A cluster of one, on free ports; not started yet. */
    public static CassandraServer single() throws IOException {
        return single("");
    }

    /** @param more lines of {@code cassandra.yaml} */
    static CassandraServer single(String more) throws IOException {
        int storage = freePort("127.0.0.1");
        return prepare("127.0.0.1", freePort("127.0.0.1"), storage, "127.0.0.1:" + storage, more);
    }

    /** Nodes on 127.0.0.1, 127.0.0.2, ... that know each other; not started yet. */
    public static List<CassandraServer> several(int nodes) throws IOException {
        int port = freePort("127.0.0.1");
        int storage = freePort("127.0.0.1");
        var servers = new ArrayList<CassandraServer>();
        for (int i = 1; i <= nodes; i++) {
            // without bootstrap, nodes need not wait for each other: there are no data yet
            servers.add(prepare("127.0.0." + i, port, storage, "127.0.0.1:" + storage, "auto_bootstrap: false\n"));
        }
        return servers;
    }

    private static int freePort(String host) throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        }
    }

    private static CassandraServer prepare(String host, int port, int storage, String seeds, String more)
            throws IOException {
        Path folder = Files.createTempDirectory("holdout-cassandra-");
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(
                folder.resolve("conf/cassandra.yaml"),
                """
                cluster_name: holdout-test
                num_tokens: 1
                partitioner: org.apache.cassandra.dht.Murmur3Partitioner
                endpoint_snitch: SimpleSnitch
                listen_address: %1$s
                rpc_address: %1$s
                storage_port: %4$d
                native_transport_port: %3$d
                seed_provider:
                  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
                    parameters: [ { seeds: "%5$s" } ]
                data_file_directories: [ %2$s/data ]
                commitlog_directory: %2$s/commitlog
                saved_caches_directory: %2$s/saved_caches
                hints_directory: %2$s/hints
                cdc_raw_directory: %2$s/cdc
                commitlog_sync: batch
                commitlog_segment_size: 8MiB
                memtable_heap_space: 32MiB
                memtable_offheap_space: 32MiB
                concurrent_compactors: 1
                auto_snapshot: false
                dynamic_snitch: false
                write_request_timeout: 2s
                read_request_timeout: 2s
                """
                                .formatted(host, folder, port, storage, seeds)
                        + more);
        return new CassandraServer(folder, host, port);
    }

    /** {@code host:port} that clients connect to. */
    public String contactPoint() {
        return host + ":" + port;
    }

    /** Starts it, and waits until it serves clients. */
    public CassandraServer start() {
        if (process == null || !process.isAlive()) {
            launch();
        }
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!isServing()) {
            if (process == null || !process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("Cassandra does not start: " + log());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return this;
    }

    /** Starts it without waiting. */
    public void launch() {
        try {
            process = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("out.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command() throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(java(), "bin", "java").toString());
        String heap = System.getProperty("cassandra.heap");
        // enough for tests, and soon there; a benchmark, which writes for minutes, says what it wants
        command.addAll(
                heap == null
                        ? List.of("-Xms64m", "-Xmx160m", "-XX:MaxDirectMemorySize=96m", "-XX:TieredStopAtLevel=1")
                        : List.of("-Xmx" + heap));
        command.addAll(List.of("-Xss512k", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        EXPORTS.forEach(each -> command.add("--add-exports=" + each + "=ALL-UNNAMED"));
        OPENS.forEach(each -> command.add("--add-opens=" + each + "=ALL-UNNAMED"));
        command.add(
                "-Dcassandra.config=" + folder.resolve("conf/cassandra.yaml").toUri());
        command.addAll(List.of(
                "-Dcassandra.storagedir=" + folder,
                "-Dcassandra-foreground=yes",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.ring_delay_ms=1000",
                "-Dcassandra.superuser_setup_delay_ms=0",
                "-Dcassandra.consistent.rangemovement=false"));
        command.addAll(List.of("-cp", classPath(), CassandraMain.class.getName()));
        return command;
    }

    static String java() {
        return System.getProperty("cassandra.java.home", System.getProperty("java.home"));
    }

    /** The server's own jars, and the class that starts it: none of ours otherwise. */
    private String classPath() throws IOException {
        Path lib = Path.of(System.getProperty("cassandra.lib", "../cassandra-server/target/lib"));
        Path starter =
                folder.resolve("conf").resolve(CassandraMain.class.getName().replace('.', '/') + ".class");
        Files.createDirectories(starter.getParent());
        try (var in = CassandraMain.class.getResourceAsStream("CassandraMain.class");
                Stream<Path> jars = Files.list(lib)) {
            if (in == null) {
                throw new IllegalStateException("CassandraMain is missing from the class path");
            }
            Files.write(starter, in.readAllBytes());
            return folder.resolve("conf")
                    + jars.sorted().map(jar -> ":" + jar.toAbsolutePath()).collect(Collectors.joining());
        }
    }

    /** Whether it answers in Cassandra's protocol; an open port alone says too little. */
    private boolean isServing() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 500);
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(OPTIONS_REQUEST);
            byte[] header = socket.getInputStream().readNBytes(OPTIONS_REQUEST.length);
            return header.length == OPTIONS_REQUEST.length && header[4] == SUPPORTED;
        } catch (IOException e) {
            return false;
        }
    }

    /** kill -9; its data stay. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String log() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("out.log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Kills it and deletes its data. */
    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
