package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The coordinators that a run starts on this machine: their names, and the ports that workers know them by. */
final class Coordinators {
    /** The one that founds the cluster. */
    static final String FIRST = "coordinator";

    private static final String HOST = "127.0.0.1";

    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final WebOption web;

    /**
     * @param port of the first; 0 for any free one
     * @param standbys how many more there are
     */
    Coordinators(int port, int standbys) {
        this(port, standbys, new WebOption());
    }

    Coordinators(int port, int standbys, WebOption web) {
        this.web = web;
        ports.put(FIRST, port);
        for (int i = 0; i < standbys; i++) {
            ports.put(FIRST + "-" + (i + 2), freePort());
        }
    }

    /** Workers must know a standby's address before it has one. */
    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw HoldoutException.infrastructure("PORT_IN_USE", "no port is free: " + e.getMessage(), e);
        }
    }

    Set<String> names() {
        return ports.keySet();
    }

    List<String> standbys() {
        return names().stream().filter(name -> !name.equals(FIRST)).toList();
    }

    /** From now on this one is always started on this port. */
    void listensOn(String name, int port) {
        ports.put(name, port);
    }

    /** HOST:PORT of each. */
    List<String> addresses() {
        return ports.values().stream().map(port -> HOST + ":" + port).toList();
    }

    /** @param seeds whom it joins; empty to found a cluster */
    List<String> arguments(String name, Home home, List<String> seeds) {
        var arguments = new ArrayList<>(List.of(
                "coordinator",
                "--name",
                name,
                "--home",
                home.folder().toString(),
                "--journal",
                home.journalAddress(),
                "--artifacts",
                home.artifactsAddress(),
                "--port",
                String.valueOf(ports.getOrDefault(name, 0))));
        arguments.addAll(web.arguments());
        if (!seeds.isEmpty()) {
            arguments.addAll(List.of("--seeds", String.join(",", seeds)));
        }
        return arguments;
    }
}
