package io.holdout.cli;

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

/** Coordinators and workers on this machine; a process that dies is started again, within a budget. */
final class LocalCluster implements AutoCloseable {
    /** At most; a sweep takes about 130 MB of it for 100,000 trials. */
    static final String COORDINATOR_HEAP = "768m";

    private static final long POLL_MILLIS = 500;
    private static final long START_MILLIS = 90_000;

    private final Home home;
    private final Path data;
    private final WorkersOption workers;
    private final Surroundings surroundings;
    private final Consumer<String> tell;
    private final Coordinators coordinators;
    private final List<ChildProcess> children = new ArrayList<>();
    private final TreeMap<String, Integer> restarts = new TreeMap<>();
    private final StoreWatch store = new StoreWatch();
    private boolean closed;
    private boolean paused;

    /** @param tell gets a line for people when something noteworthy happens */
    LocalCluster(
            Home home,
            Path data,
            WorkersOption workers,
            Coordinators coordinators,
            Surroundings surroundings,
            Consumer<String> tell) {
        this.home = home;
        this.data = data.toAbsolutePath();
        this.workers = workers;
        this.coordinators = coordinators;
        this.surroundings = surroundings;
        this.tell = tell;
    }

    /** Starts the coordinator, submits, starts those that stand by, and the workers. */
    void start(SweepRun.Prepared prepared) {
        try {
            Files.createDirectories(home.logs());
        } catch (IOException e) {
            throw HoldoutException.infrastructure(
                    "HOME_UNUSABLE", "cannot use the home folder " + home.folder() + ": " + e, e);
        }
        Home.Endpoint first = found(Coordinators.FIRST);
        new CoordinatorClient(first).submit(prepared.name(), prepared.submission(), prepared.fresh());
        // a log that somebody keeps of this must not open the page
        tell.accept(
                Boolean.getBoolean("holdout.terminal")
                        ? "watch it at " + first.page(prepared.name())
                        : "watch it at " + first.http() + ", with the token in " + home.folder() + "/operator.token");
        coordinators.standbys().forEach(this::startCoordinator);
        for (int i = 1; i <= workers.workers; i++) {
            startWorker("worker-" + i);
        }
    }

    /** Joins those that are there. If there are none it founds a cluster, and nobody else is started until it has. */
    private void startCoordinator(String name) {
        List<String> seeds = home.members().alive().stream()
                .filter(member -> coordinators.names().contains(member.name()))
                .filter(member -> !member.name().equals(name))
                .map(Members.Member::address)
                .toList();
        if (seeds.isEmpty()) {
            found(name);
        } else {
            coordinator(name, seeds);
        }
    }

    private ChildProcess coordinator(String name, List<String> seeds) {
        List<String> arguments = coordinators.arguments(name, home, seeds);
        arguments.addAll(workers.tls.arguments());
        return child(name, COORDINATOR_HEAP, arguments);
    }

    private Home.Endpoint found(String name) {
        ChildProcess child = coordinator(name, List.of());
        long deadline = System.nanoTime() + START_MILLIS * 1_000_000;
        while (System.nanoTime() < deadline) {
            Optional<Home.Endpoint> endpoint = home.endpoint().filter(found -> found.pid() == child.pid());
            if (endpoint.isPresent()) {
                coordinators.listensOn(name, endpoint.get().port());
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
                "--artifacts",
                home.artifactsAddress(),
                "--join",
                String.join(",", coordinators.addresses()),
                "--host",
                surroundings.hostOf().apply(name),
                "--name",
                name));
        if (name.equals("worker-1") && coordinators.names().size() % 2 == 0) {
            arguments.add("--voter");
        }
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
                    store.look(view).ifPresent(tell);
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
                if (times > surroundings.mostRestarts()) {
                    throw new HoldoutException(new Failure(
                            FailureClass.INFRASTRUCTURE,
                            "PROCESS",
                            child.name() + " died " + times + " times (exit code " + child.exitCode() + "); see "
                                    + home.logs().resolve(child.name() + ".log")));
                }
                tell.accept(child.name() + " died (exit code " + child.exitCode() + "); starting it again");
                if (coordinators.names().contains(child.name())) {
                    reviveCoordinator(child.name());
                } else {
                    startWorker(child.name());
                }
            }
        }
    }

    /** One that dies while it starts is only one more that died: the next look starts it again, within the budget. */
    private void reviveCoordinator(String name) {
        try {
            startCoordinator(name);
        } catch (Silent e) {
            requireOpen();
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
