package io.holdout.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.journal.Journal;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.worker.data.demo.DemoData;
import io.kubernetes.client.openapi.models.V1Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in processes of their own, each with an address of its own, that know nothing but the API of Kubernetes. */
class ClusterBootstrapTest {
    private static final String SWEEP =
            """
            sweep: small
            datasets: [bus]
            targets: [bus/malignancy]
            strategies: [random-init]
            backbones: [{conv4: {width: 8}}]
            image_size: 32
            episodes: 12
            fine_tune: {steps: [20], episodes_per_trial: 1}
            """;

    /** Of three coordinators, by number. */
    private static final List<String> COORDINATORS = List.of("127.0.0.2", "127.0.0.3", "127.0.0.4");

    private static final String WORKER = "127.0.0.5";

    @TempDir
    Path folder;

    private final Map<String, Process> nodes = new TreeMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private ApiServer api;
    private Path account;
    private Path home;
    private int port;

    @BeforeEach
    void startApi() throws Exception {
        api = ApiServer.start();
        account = api.account(folder.resolve("account"));
        home = Files.createDirectories(folder.resolve("home"));
        try (var free = new ServerSocket(0, 1, InetAddress.getByName(WORKER))) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void stopAll() throws Exception {
        nodes.values().forEach(Process::destroyForcibly);
        for (Process node : nodes.values()) {
            node.waitFor(10, TimeUnit.SECONDS);
        }
        api.close();
    }

    @Test
    void nodes_find_each_other_lose_the_active_coordinator_and_finish_a_sweep() throws Exception {
        Path data = folder.resolve("data");
        DemoData.write(data, 1, List.of("bus"), (done, all) -> {});
        Path file = Files.writeString(folder.resolve("small.yaml"), SWEEP);

        start("worker-a", WORKER, "worker", "--data", data.toString());
        await("the worker answers", () -> answers(WORKER, "alive") == 200);
        start("coordinator-0", COORDINATORS.get(0), "coordinator");
        await("the first coordinator answers", () -> answers(COORDINATORS.get(0), "alive") == 200);
        assertEquals(5, answers(WORKER, "ready") / 100, "a worker founds no cluster");
        assertEquals(5, answers(COORDINATORS.get(0), "ready") / 100, "nor does one coordinator of three");

        start("coordinator-1", COORDINATORS.get(1), "coordinator");
        start("coordinator-2", COORDINATORS.get(2), "coordinator");
        for (String address : COORDINATORS) {
            await(address + " is a member", () -> answers(address, "ready") == 200);
        }
        await("the worker is a member", () -> answers(WORKER, "ready") == 200);
        await("one coordinates", () -> Files.exists(home.resolve("coordinator.json")));
        String active = active();
        assertLeaseIsTheOneThatRolesName();

        assertEquals(0, holdout("submit", file.toString(), "--data", data.toString(), "--home", home.toString()));
        await("a trial is done", () -> succeeded() >= 1);
        kill("coordinator-" + COORDINATORS.indexOf(active));

        await("another finishes the sweep", () -> count(SweepEvent.SweepFinished.class) == 1);
        assertNotEquals(active, active());
        assertEquals(12, succeeded());
        assertEquals(0, holdout("table", "small", "--home", home.toString()), "the table is whole");
    }

    private void start(String name, String address, String... command) throws IOException {
        var arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "--discover=kubernetes",
                "--coordinators=3",
                "--name=" + name,
                "--host=" + address,
                "--management-port=" + port,
                "--service-account=" + account,
                "--home=" + home));
        nodes.put(name, java(name, arguments));
        api.addPod(name, command[0], address, port);
    }

    private Process java(String name, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback-pod.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "io.holdout.cli.Main"));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().putAll(api.environment());
        return builder.start();
    }

    private int holdout(String... arguments) throws Exception {
        return java(arguments[0], List.of(arguments)).waitFor();
    }

    private void kill(String name) {
        nodes.get(name).destroyForcibly();
        api.deletePod(name);
    }

    private String active() {
        return api.leases().get(0).getSpec().getHolderIdentity().replaceAll(".*@|:.*", "");
    }

    private void assertLeaseIsTheOneThatRolesName() {
        String lease = api.leases().get(0).getMetadata().getName();
        List<String> named = Overlay.of("cassandra").all(V1Role.class).stream()
                .flatMap(role -> role.getRules().stream())
                .filter(rule -> !Selectors.isEmpty(rule.getResourceNames()))
                .flatMap(rule -> rule.getResourceNames().stream())
                .toList();
        assertEquals(List.of(lease), named);
    }

    private int answers(String address, String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://" + address + ":" + port + "/" + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private int succeeded() {
        return count(SweepEvent.TrialSucceeded.class);
    }

    private int count(Class<? extends SweepEvent> kind) {
        int[] count = {0};
        try (var journal = Journal.of(Journal.EMBEDDED, home);
                var reader = journal.reader()) {
            reader.events("small", entry -> count[0] += kind.isInstance(entry.event()) ? 1 : 0);
        }
        return count[0];
    }

    private void await(String what, BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.getAsBoolean()) {
            for (var node : nodes.entrySet()) {
                boolean gone = !node.getValue().isAlive() && node.getValue().exitValue() != 137;
                assertTrue(!gone, () -> node.getKey() + " ended\n" + log(node.getKey()));
            }
            assertTrue(System.nanoTime() < deadline, () -> "waited in vain until " + what + "\n" + logs());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private String logs() {
        var all = new StringBuilder();
        nodes.keySet()
                .forEach(name -> all.append("== ").append(name).append('\n').append(log(name)));
        return all.toString();
    }

    private String log(String name) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(name + ".log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size())) + "\n";
        } catch (IOException e) {
            return e + "\n";
        }
    }
}
