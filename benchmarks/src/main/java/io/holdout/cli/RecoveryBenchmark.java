package io.holdout.cli;

import io.holdout.coordinator.sweep.JournalEntry;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a coordinator's death costs: it is killed in the middle of a sweep of trials that wait, and started again at once, or one
 * that stood by takes its place; workers live on. {@code recovery.py} asks the same of its peers.
 *
 * <p>Arguments: a folder for homes, slots, trials, milliseconds of a trial, how many stand by (an even number: who is left must be
 * most of all). Prints one line of JSON.
 */
public final class RecoveryBenchmark {
    /** Of the trials have ended at the kill. */
    private static final double SHARE = 0.3;

    private static final int PROCESSES = 2;
    private static final String SWEEP = "recovery";

    private RecoveryBenchmark() {}

    /**
     * What came of it; times from the kill on, by events in the journal.
     *
     * @param trials that have a result at the end
     * @param finished acknowledged results at the kill, at least
     * @param answersSeconds until the coordinator answers for the sweep
     * @param nextDispatchSeconds until an attempt is started
     * @param nextResultSeconds until a result is kept; workers hand over what they finished meanwhile
     * @param lost acknowledged results that are gone
     * @param repeated runs of trials that had ended
     * @param startedAnew runs of trials that were under way
     * @param seconds of the whole sweep, from its first attempt to its last result
     * @param idealSeconds of the same without anything but the trials
     */
    record Measured(
            int trials,
            int finished,
            double answersSeconds,
            double nextDispatchSeconds,
            double nextResultSeconds,
            int lost,
            int repeated,
            int startedAnew,
            double seconds,
            double idealSeconds) {}

    public static void main(String[] arguments) throws IOException {
        try {
            System.out.println(CanonicalJson.write(measure(
                    Path.of(arguments[0]),
                    Integer.parseInt(arguments[1]),
                    Integer.parseInt(arguments[2]),
                    Long.parseLong(arguments[3]),
                    Integer.parseInt(arguments[4]))));
        } catch (HoldoutException | IllegalStateException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    static Measured measure(Path folder, int slots, int trials, long millis, int standbys) throws IOException {
        try (var cluster = new IdleCluster(folder, "embedded", standbys)) {
            var executions = new Executions(cluster.home().folder().resolve("executions"));
            for (int i = 1; i <= PROCESSES; i++) {
                cluster.workers("worker-" + i, 1, slots / PROCESSES, millis, Optional.of(executions.file()));
            }
            var patience = OrchestrationBenchmark.patience(trials, millis);
            // all workers are there before it begins
            cluster.submit("first", PROCESSES, 1);
            cluster.finished("first", patience);
            cluster.awaitWorkers("first", PROCESSES);
            cluster.submit(SWEEP, trials, 0);
            int finished = cluster.succeeded(SWEEP, (int) (SHARE * trials), patience)
                    .trials()
                    .succeeded();
            long killed = System.currentTimeMillis();
            cluster.killCoordinator();
            List<JournalEntry> before = events(cluster);
            if (standbys > 0) {
                cluster.awaitStandby();
            } else {
                cluster.restartCoordinator();
            }
            cluster.answers(SWEEP);
            double answers = (System.currentTimeMillis() - killed) / 1e3;
            int succeeded = cluster.finished(SWEEP, patience).trials().succeeded();
            Executions.Wasted wasted = executions.wasted();
            List<JournalEntry> all = events(cluster);
            // what was acknowledged is among the events of then; each of them must still be there, and count
            Set<String> gone = succeeded(before);
            int acknowledged = gone.size();
            gone.removeAll(succeeded(all));
            int lost = Math.max(0, finished - acknowledged) + gone.size() + lost(all);
            List<JournalEntry> after = all.subList(before.size(), all.size());
            return new Measured(
                    succeeded,
                    finished,
                    answers,
                    (first(after, SweepEvent.AttemptStarted.class) - killed) / 1e3,
                    (first(after, SweepEvent.TrialSucceeded.class) - killed) / 1e3,
                    lost,
                    wasted.repeated(),
                    wasted.anew(),
                    (last(all, SweepEvent.TrialSucceeded.class) - first(all, SweepEvent.AttemptStarted.class)) / 1e3,
                    (double) trials * millis / slots / 1e3);
        }
    }

    private static List<JournalEntry> events(IdleCluster cluster) {
        var events = new ArrayList<JournalEntry>();
        try (var journal = cluster.home().journal();
                var reader = journal.reader()) {
            reader.events(SWEEP, events::add);
        }
        return events;
    }

    private static Set<String> succeeded(List<JournalEntry> events) {
        var trials = new HashSet<String>();
        events.forEach(entry -> {
            if (entry.event() instanceof SweepEvent.TrialSucceeded event) {
                trials.add(event.attempt().trial().hex());
            }
        });
        return trials;
    }

    private static int lost(List<JournalEntry> events) {
        return (int) events.stream()
                .filter(entry -> entry.event() instanceof SweepEvent.ResultLost)
                .count();
    }

    private static long first(List<JournalEntry> events, Class<? extends SweepEvent> kind) {
        return events.stream()
                .map(JournalEntry::event)
                .filter(kind::isInstance)
                .mapToLong(SweepEvent::atMillis)
                .min()
                .orElseThrow(() -> new IllegalStateException("no " + kind.getSimpleName()));
    }

    private static long last(List<JournalEntry> events, Class<? extends SweepEvent> kind) {
        return events.stream()
                .map(JournalEntry::event)
                .filter(kind::isInstance)
                .mapToLong(SweepEvent::atMillis)
                .max()
                .orElseThrow(() -> new IllegalStateException("no " + kind.getSimpleName()));
    }
}
