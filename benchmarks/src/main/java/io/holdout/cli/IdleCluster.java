package io.holdout.cli;

import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.coordinator.sweep.SweepView;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A coordinator and workers that do not learn, in processes of their own and on a home of their own. Whoever closes this
 * stops them; the home stays.
 */
final class IdleCluster implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    private final Home home;
    private final Coordinators coordinators;
    private final List<ChildProcess> standbys = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private ChildProcess coordinator;
    private Home.Endpoint endpoint;
    private CoordinatorClient client;

    /** @param folder where the home's folder is made */
    IdleCluster(Path folder, String journal) throws IOException {
        this(folder, journal, 0);
    }

    /** @param others coordinators that stand by, and have joined when this returns */
    IdleCluster(Path folder, String journal, int others) throws IOException {
        coordinators = new Coordinators(0, others);
        home = new Home(Files.createTempDirectory(Files.createDirectories(folder), "home"), journal, null);
        Files.createDirectories(home.logs());
        coordinator = launch();
        try {
            endpoint = announced(coordinator);
            coordinators.listensOn(Coordinators.FIRST, endpoint.port());
            for (String name : coordinators.standbys()) {
                standbys.add(launch(name, coordinators.addresses().subList(0, 1)));
            }
            Waiting.until(START, () -> home.members().alive().size() > others ? Optional.of(others) : Optional.empty());
        } catch (IllegalStateException e) {
            stopCoordinators();
            throw e;
        }
        client = new CoordinatorClient(endpoint);
    }

    private ChildProcess launch() {
        return launch(Coordinators.FIRST, List.of());
    }

    private ChildProcess launch(String name, List<String> seeds) {
        return ChildProcess.start(name, home, LocalCluster.COORDINATOR_HEAP, coordinators.arguments(name, home, seeds));
    }

    private Home.Endpoint announced(ChildProcess child) {
        return Waiting.closely(START, () -> {
            if (!child.isAlive()) {
                throw new IllegalStateException("the coordinator ended with " + child.exitCode());
            }
            return home.endpoint().filter(found -> found.pid() == child.pid());
        });
    }

    Home home() {
        return home;
    }

    Home.Endpoint endpoint() {
        return endpoint;
    }

    CoordinatorClient client() {
        return client;
    }

    /** The coordinator's process. */
    long pid() {
        return endpoint.pid();
    }

    /** A process with one worker. */
    Process worker(String name, int slots, long millis) throws IOException {
        return workers(name, 1, slots, millis, Optional.empty());
    }

    /**
     * A process with so many workers; with more than one, {@code name} is the first part of their names.
     *
     * @param slots of each
     * @param executions where each begin and end of a trial is noted; empty for nowhere
     */
    Process workers(String name, int count, int slots, long millis, Optional<Path> executions) throws IOException {
        var command = new ArrayList<String>();
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=logback-node.xml",
                "-Dholdout.log=" + home.logs().resolve(name + ".log"),
                "-cp",
                System.getProperty("java.class.path"),
                IdleWorker.class.getName(),
                home.folder().toString(),
                String.join(",", coordinators.addresses()),
                name,
                String.valueOf(slots),
                String.valueOf(millis),
                String.valueOf(count)));
        executions.ifPresent(file -> command.add(file.toString()));
        Process process = new ProcessBuilder(command)
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        workers.add(process);
        return process;
    }

    /** Processor time of all workers' processes so far. */
    double workersCpuSeconds() {
        return workers.stream()
                .mapToDouble(process -> Usage.cpuSeconds(process.pid()))
                .sum();
    }

    /** Waits until so many workers have been heard of. */
    void awaitWorkers(String sweep, int count) {
        Waiting.until(
                START.multipliedBy(4),
                () -> client.view(sweep).workers().size() >= count ? Optional.of(count) : Optional.empty());
    }

    void submit(String sweep, int trials, int seed) {
        client.submit(sweep, OrchestrationBenchmark.submission(sweep, trials, seed), true);
    }

    /** Waits for the end. */
    SweepView finished(String sweep, Duration patience) {
        return Waiting.until(
                patience, () -> Optional.of(client.view(sweep)).filter(view -> view.phase() == SweepPhase.FINISHED));
    }

    /** Waits, closely, until so many trials have ended well. */
    SweepView succeeded(String sweep, int trials, Duration patience) {
        return Waiting.closely(patience, () -> Optional.of(client.view(sweep))
                .filter(view -> view.trials().succeeded() >= trials));
    }

    /** As {@code kill -9}; it is gone when this returns. */
    void killCoordinator() {
        ProcessHandle process = ProcessHandle.of(coordinator.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts it again on the same home and port, and waits until it has announced itself. */
    void restartCoordinator() {
        coordinator = launch();
        endpoint = announced(coordinator);
        client = new CoordinatorClient(endpoint);
    }

    /** Waits, closely, until one that stood by has announced itself in the place of the one that was killed. */
    void awaitStandby() {
        long before = coordinator.pid();
        endpoint = Waiting.closely(START, () -> home.endpoint().filter(found -> found.pid() != before));
        client = new CoordinatorClient(endpoint);
    }

    /** Waits, closely, until the coordinator answers for a sweep: its journal has been replayed by then. */
    SweepView answers(String sweep) {
        return Waiting.closely(START, () -> {
            try {
                return Optional.of(client.view(sweep));
            } catch (HoldoutException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void close() {
        stopCoordinators();
        workers.forEach(Process::destroyForcibly);
        workers.forEach(process -> process.onExit().join());
    }

    private void stopCoordinators() {
        var all = new ArrayList<>(standbys);
        all.add(coordinator);
        ChildProcess.stopAll(all);
    }
}
