package io.holdout.coordinator.sweep;

import com.esotericsoftware.kryo.KryoException;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SweepSnapshot} as the snapshot store keeps it, in columns: some 40 bytes a trial, since Cassandra takes a
 * snapshot as one mutation of at most 16 MB. What many trials have in common is written once and named by its position,
 * from 1; 0 is none.
 */
public record PackedSnapshot(
        @Tag(1) SweepEvent.@Nullable SweepSubmitted submission,
        @Tag(2) SweepPhase phase,
        @Tag(3) long divergences,
        @Tag(4) long attemptFailures,
        @Tag(5) long finishedMillis,
        @Tag(6) int trials,
        @Tag(7) List<TrialStatus> statuses,
        @Tag(8) List<String> workers,
        @Tag(9) List<NodeInfo> nodes,
        @Tag(10) List<Failure> lastFailures,
        @Tag(11) long epoch,
        @Tag(12) long successes,
        @Tag(13) List<Suspect> suspects,
        @Tag(14) int priority,
        @Tag(15) double weight,
        @Tag(16) int mostSlots,
        @Tag(17) List<String> drained,
        @Tag(19) List<KeptStep> steps,
        @Tag(20) byte @Nullable [] status,
        @Tag(21) byte @Nullable [] waitingFor,
        @Tag(22) byte @Nullable [] attempts,
        @Tag(23) byte @Nullable [] failures,
        @Tag(24) byte @Nullable [] notBeforeMillis,
        @Tag(25) byte @Nullable [] worker,
        @Tag(26) byte @Nullable [] incarnation,
        @Tag(27) byte @Nullable [] startedMillis,
        @Tag(28) byte @Nullable [] result,
        @Tag(29) byte @Nullable [] headline,
        @Tag(30) byte @Nullable [] durationMillis,
        @Tag(31) byte @Nullable [] node,
        @Tag(32) byte @Nullable [] atMillis,
        @Tag(33) byte @Nullable [] lastFailure,
        @Tag(34) List<KeptSecond> seconds,
        @Tag(35) List<String> packs,
        @Tag(36) byte @Nullable [] pack)
        implements WireValue {
    /** More trials than a plan may have; a larger count means damage. */
    private static final int MOST_TRIALS = 4_000_000;

    public static PackedSnapshot of(SweepSnapshot snapshot) {
        List<SweepSnapshot.Trial> trials = snapshot.trials();
        var rows = new Rows(trials.size());
        for (int i = 0; i < trials.size(); i++) {
            rows.set(i, trials.get(i));
        }
        return new PackedSnapshot(
                snapshot.submission(),
                snapshot.phase(),
                snapshot.divergences(),
                snapshot.attemptFailures(),
                snapshot.finishedMillis(),
                trials.size(),
                rows.statuses.all(),
                rows.workers.all(),
                rows.nodes.all(),
                rows.lastFailures.all(),
                snapshot.epoch(),
                snapshot.successes(),
                snapshot.suspects(),
                snapshot.priority(),
                snapshot.weight(),
                snapshot.mostSlots(),
                snapshot.drained(),
                snapshot.steps(),
                longs(rows.status),
                longs(rows.waitingFor),
                longs(rows.attempts),
                longs(rows.failures),
                longs(rows.notBeforeMillis),
                longs(rows.worker),
                longs(rows.incarnation),
                longs(rows.startedMillis),
                Column.hashes(rows.result),
                Column.doubles(rows.headline),
                longs(rows.durationMillis),
                longs(rows.node),
                longs(rows.atMillis),
                longs(rows.lastFailure),
                snapshot.seconds(),
                rows.packs.all(),
                longs(rows.pack));
    }

    private static byte @Nullable [] longs(long[] column) {
        return Arrays.stream(column).anyMatch(value -> value != 0) ? Column.longs(column) : null;
    }

    /** All columns at once: a trial's row is made when it is looked at, so that each is looked at once. */
    private static final class Rows {
        private final Common<TrialStatus> statuses = new Common<>();
        private final Common<String> workers = new Common<>();
        private final Common<NodeInfo> nodes = new Common<>();
        private final Common<Failure> lastFailures = new Common<>();
        private final Common<String> packs = new Common<>();
        private final long[] status;
        private final long[] waitingFor;
        private final long[] attempts;
        private final long[] failures;
        private final long[] notBeforeMillis;
        private final long[] worker;
        private final long[] incarnation;
        private final long[] startedMillis;
        private final String[] result;
        private final double[] headline;
        private final long[] durationMillis;
        private final long[] node;
        private final long[] atMillis;
        private final long[] lastFailure;
        private final long[] pack;

        Rows(int trials) {
            status = new long[trials];
            waitingFor = new long[trials];
            attempts = new long[trials];
            failures = new long[trials];
            notBeforeMillis = new long[trials];
            worker = new long[trials];
            incarnation = new long[trials];
            startedMillis = new long[trials];
            result = new String[trials];
            headline = new double[trials];
            durationMillis = new long[trials];
            node = new long[trials];
            atMillis = new long[trials];
            lastFailure = new long[trials];
            pack = new long[trials];
        }

        void set(int i, SweepSnapshot.Trial trial) {
            status[i] = statuses.position(trial.status());
            waitingFor[i] = trial.waitingFor();
            attempts[i] = trial.attempts();
            failures[i] = trial.failures();
            notBeforeMillis[i] = trial.notBeforeMillis();
            worker[i] = workers.position(trial.worker().isEmpty() ? null : trial.worker());
            incarnation[i] = trial.incarnation();
            startedMillis[i] = trial.startedMillis();
            result[i] = trial.result();
            headline[i] = trial.headline();
            durationMillis[i] = trial.durationMillis();
            node[i] = nodes.position(trial.node());
            atMillis[i] = trial.atMillis();
            lastFailure[i] = lastFailures.position(trial.lastFailure());
            pack[i] = packs.position(trial.pack().isEmpty() ? null : trial.pack());
        }
    }

    /** @throws KryoException if its columns are damaged */
    public SweepSnapshot unpacked() {
        if (trials < 0 || trials > MOST_TRIALS) {
            throw new KryoException("a snapshot claims " + trials + " trials");
        }
        return new SweepSnapshot(
                submission,
                phase,
                rows(),
                divergences,
                attemptFailures,
                finishedMillis,
                epoch,
                successes,
                suspects,
                priority,
                weight,
                mostSlots,
                drained,
                steps,
                seconds);
    }

    private List<SweepSnapshot.Trial> rows() {
        long[] statusOf = Column.longs(status, trials);
        long[] waiting = Column.longs(waitingFor, trials);
        long[] attempt = Column.longs(attempts, trials);
        long[] failed = Column.longs(failures, trials);
        long[] notBefore = Column.longs(notBeforeMillis, trials);
        long[] workerOf = Column.longs(worker, trials);
        long[] process = Column.longs(incarnation, trials);
        long[] started = Column.longs(startedMillis, trials);
        String[] results = Column.hashes(result, trials);
        double[] headlines = Column.doubles(headline, trials);
        long[] durations = Column.longs(durationMillis, trials);
        long[] nodeOf = Column.longs(node, trials);
        long[] at = Column.longs(atMillis, trials);
        long[] failureOf = Column.longs(lastFailure, trials);
        long[] packOf = Column.longs(pack, trials);
        var rows = new ArrayList<SweepSnapshot.Trial>(trials);
        for (int i = 0; i < trials; i++) {
            String name = at(workers, workerOf[i]);
            String with = at(packs, packOf[i]);
            TrialStatus where = at(statuses, statusOf[i]);
            if (where == null) {
                throw new KryoException("trial " + i + " of a snapshot has no status");
            }
            rows.add(new SweepSnapshot.Trial(
                    where,
                    (int) waiting[i],
                    (int) attempt[i],
                    failed[i],
                    notBefore[i],
                    name == null ? "" : name,
                    process[i],
                    started[i],
                    results[i],
                    headlines[i],
                    durations[i],
                    at(nodes, nodeOf[i]),
                    at[i],
                    at(lastFailures, failureOf[i]),
                    with == null ? "" : with));
        }
        return rows;
    }

    private static <T> @Nullable T at(List<T> all, long position) {
        if (position < 0 || position > all.size()) {
            throw new KryoException("a snapshot names number " + position + " of " + all.size());
        }
        return position == 0 ? null : all.get((int) position - 1);
    }

    /** Values that several trials have in common, in the order in which they were met. */
    private static final class Common<T> {
        private final Map<T, Integer> positions = new LinkedHashMap<>();
        /** Of a trial's neighbour it is mostly the very same. */
        private @Nullable T last;

        private int lastPosition;

        @SuppressWarnings("ReferenceEquality")
        int position(@Nullable T value) {
            if (value != last) {
                last = value;
                lastPosition = value == null ? 0 : positions.computeIfAbsent(value, next -> positions.size() + 1);
            }
            return lastPosition;
        }

        List<T> all() {
            return List.copyOf(positions.keySet());
        }
    }
}
