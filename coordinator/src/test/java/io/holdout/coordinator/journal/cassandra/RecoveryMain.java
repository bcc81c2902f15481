package io.holdout.coordinator.journal.cassandra;

import io.holdout.coordinator.journal.Journal;
import io.holdout.coordinator.journal.Projection;
import io.holdout.coordinator.sweep.SweepPhase;
import io.holdout.protocol.artifact.ArtifactStore;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialResult;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A coordinator's process that runs a long sweep, or recovers one that another process ran, and says what it took. */
public final class RecoveryMain {
    static final String SWEEP = "long";
    private static final int SLOTS = 500;

    private RecoveryMain() {}

    /** @param arguments what to do, the home, the journal's address, and how many trials to finish */
    public static void main(String[] arguments) throws Exception {
        var journal = Journal.of(arguments[2], Path.of(arguments[1]));
        int trials = Integer.parseInt(arguments[3]);
        try (journal) {
            journal.prepare();
            if (arguments[0].equals("run")) {
                run(journal, trials);
            } else {
                recover(journal);
            }
        }
    }

    private static void run(Journal journal, int trials) throws Exception {
        long start = System.nanoTime();
        try (var coordinator = new RunningCoordinator(journal, new Everything(), List.of(), Projection.NONE)) {
            var refusal = coordinator.submit(SWEEP, RecoveryTest.MANY_SMALL.formatted(trials / RecoveryTest.TASKS + 1));
            if (refusal != null) {
                throw new IllegalStateException(refusal.toString());
            }
            int done = 0;
            List<RunAttempt> orders = coordinator.someOrders(SLOTS);
            while (done < trials) {
                coordinator.finish(orders);
                done += orders.size();
                orders = done < trials ? coordinator.orders(Math.min(SLOTS, trials - done)) : List.of();
            }
        }
        System.out.println("ran " + (System.nanoTime() - start) / 1_000_000);
    }

    private static void recover(Journal journal) throws Exception {
        long start = System.nanoTime();
        long cpu =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
        try (var coordinator = new RunningCoordinator(journal, new Everything(), List.of(SWEEP), Projection.NONE)) {
            var view = coordinator.view(SWEEP).view();
            while (view == null || view.phase() == SweepPhase.NOT_SUBMITTED) {
                view = coordinator.view(SWEEP).view();
            }
            System.out.println("recovered " + (System.nanoTime() - start) / 1_000_000);
            System.out.println("processor "
                    + (ProcessHandle.current()
                                    .info()
                                    .totalCpuDuration()
                                    .orElseThrow()
                                    .toMillis()
                            - cpu));
            System.out.println("counts " + view.trials());
            System.gc();
            var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
            System.out.println("heap " + (heap.getUsed() >> 20));
        }
    }

    /** A store that has every result, without the fsync of each. */
    private static final class Everything implements ArtifactStore {
        private static final byte[] RESULT =
                new TrialResult.Adapted(new ArrayList<>()).canonicalForm().getBytes(StandardCharsets.UTF_8);

        @Override
        public String put(byte[] bytes) {
            return CanonicalJson.sha256(bytes);
        }

        @Override
        public String putFile(Path file) {
            throw new UnsupportedOperationException("results are small");
        }

        @Override
        public Optional<byte[]> get(String hash) {
            return Optional.of(RESULT.clone());
        }

        @Override
        public Optional<Path> getFile(String hash) {
            return Optional.empty();
        }

        @Override
        public boolean contains(String hash) {
            return true;
        }
    }
}
