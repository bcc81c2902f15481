package io.holdout.cli;

import io.holdout.coordinator.sweep.Submission;
import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.coordinator.sweep.SweepView;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.failure.FailureClass;
import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One coordinator and some workers on this machine; a process that dies is started again, within a budget. */
final class LocalCluster implements AutoCloseable {
    /** Restarts of each process: a process that dies more often does not die by accident. */
    private static final int MOST_RESTARTS = 20;

    private static final long POLL_MILLIS = 500;
    private static final long START_MILLIS = 90_000;

    private final Home home;
    private final Path data;
    private final WorkersOption workers;
    private final Consumer<String> tell;
    private final List<ChildProcess> children = new ArrayList<>();
    private final TreeMap<String, Integer> restarts = new TreeMap<>();
    private int port;
    private boolean closed;
    private boolean paused;

    /** @param tell gets a line for people when something noteworthy happens */
    LocalCluster(Home home, Path data, WorkersOption workers, int port, Consumer<String> tell) {
        this.home = home;
        this.data = data.toAbsolutePath();
        this.workers = workers;
        this.port = port;
        this.tell = tell;
    }

    /** Starts the coordinator, submits, starts the workers. */
    void start(String sweep, Submission submission) {
        try {
            Files.createDirectories(home.logs());
        } catch (IOException e) {
            throw HoldoutException.infrastructure(
                    "HOME_UNUSABLE", "cannot use the home folder " + home.folder() + ": " + e, e);
        }
        new CoordinatorClient(startCoordinator()).submit(sweep, submission);
        for (int i = 1; i <= workers.workers; i++) {
            startWorker("worker-" + i);
        }
    }

    private Home.Endpoint startCoordinator() {
        var arguments = new ArrayList<>(List.of(
                "coordinator",
                "--home",
                home.folder().toString(),
                "--journal",
                home.journalAddress(),
                "--port",
                String.valueOf(port)));
        arguments.addAll(workers.tls.arguments());
        ChildProcess child = child("coordinator", "512m", arguments);
        long deadline = System.nanoTime() + START_MILLIS * 1_000_000;
        while (System.nanoTime() < deadline) {
            Optional<Home.Endpoint> endpoint = home.endpoint().filter(found -> found.pid() == child.pid());
            if (endpoint.isPresent()) {
                port = endpoint.get().port();
                return endpoint.get();
            }
            if (!child.isAlive()) {
                throw new Silent(child.exitCode());
            }
            pause();
        }
        throw new HoldoutException(new Failure(
                FailureClass.INFRASTRUCTURE,
                "COORDINATOR_SLOW",
                "the coordinator did not start within " + START_MILLIS / 1000 + " s; see " + home.logs()));
    }

    private void startWorker(String name) {
        var arguments = new ArrayList<>(List.of(
                "worker",
                "--home",
                home.folder().toString(),
                "--data",
                data.toString(),
                "--join",
                "127.0.0.1:" + port,
                "--name",
                name));
        arguments.addAll(workers.arguments());
        child(name, workers.heap, arguments);
    }

    private synchronized ChildProcess child(String name, String heap, List<String> arguments) {
        requireOpen();
        ChildProcess child = ChildProcess.start(name, home, heap, arguments);
        children.removeIf(old -> old.name().equals(name));
        children.add(child);
        return child;
    }

    /**
     * Watches until the sweep ended.
     *
     * @param show gets every view
     */
    SweepPhase watch(String sweep, Consumer<SweepView> show) {
        while (true) {
            reviveTheDead();
            Optional<Home.Endpoint> known = home.endpoint();
            if (known.isPresent()) {
                try {
                    SweepView view = new CoordinatorClient(known.get()).view(sweep);
                    if (paused) {
                        tell.accept("the journal is back; the sweep goes on");
                        paused = false;
                    }
                    show.accept(view);
                    if (view.phase() == SweepPhase.FINISHED || view.phase() == SweepPhase.CANCELLED) {
                        return view.phase();
                    }
                } catch (HoldoutException e) {
                    if (e.failure().failureClass() == FailureClass.BUG) {
                        throw e;
                    }
                    if (e.failure().code().equals("JOURNAL_UNAVAILABLE") && !paused) {
                        tell.accept(e.failure().message());
                        paused = true;
                    }
                }
            }
            pause();
        }
    }

    private void reviveTheDead() {
        for (ChildProcess child : snapshot()) {
            if (!child.isAlive()) {
                requireOpen();
                int times = restarts.merge(child.name(), 1, Integer::sum);
                if (times > MOST_RESTARTS) {
                    throw new HoldoutException(new Failure(
                            FailureClass.INFRASTRUCTURE,
                            "PROCESS",
                            child.name() + " died " + times + " times (exit code " + child.exitCode() + "); see "
                                    + home.logs().resolve(child.name() + ".log")));
                }
                tell.accept(child.name() + " died (exit code " + child.exitCode() + "); starting it again");
                if (child.name().equals("coordinator")) {
                    startCoordinator();
                } else {
                    startWorker(child.name());
                }
            }
        }
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new Silent(ExitCode.ENVIRONMENT);
        }
    }

    private synchronized List<ChildProcess> snapshot() {
        return List.copyOf(children);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Silent(ExitCode.ENVIRONMENT);
        }
    }

    /** The child told its error itself; only its exit code is passed on. */
    static final class Silent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int exitCode;

        Silent(int exitCode) {
            super("a process ended with exit code " + exitCode);
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    @Override
    public void close() {
        List<ChildProcess> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(children);
        }
        ChildProcess.stopAll(all);
    }
}
