package io.holdout.coordinator.sweep;

import com.esotericsoftware.kryo.KryoException;
import io.holdout.protocol.failure.Failure;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.wire.Tag;
import io.holdout.protocol.wire.WireValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
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
        var statuses = new Common<TrialStatus>();
        var workers = new Common<String>();
        var nodes = new Common<NodeInfo>();
        var lastFailures = new Common<Failure>();
        var packs = new Common<String>();
        byte @Nullable [] status = longs(trials, trial -> statuses.position(trial.status()));
        byte @Nullable [] worker =
                longs(trials, trial -> workers.position(trial.worker().isEmpty() ? null : trial.worker()));
        byte @Nullable [] node = longs(trials, trial -> nodes.position(trial.node()));
        byte @Nullable [] lastFailure = longs(trials, trial -> lastFailures.position(trial.lastFailure()));
        byte @Nullable [] pack =
                longs(trials, trial -> packs.position(trial.pack().isEmpty() ? null : trial.pack()));
        return new PackedSnapshot(
                snapshot.submission(),
                snapshot.phase(),
                snapshot.divergences(),
                snapshot.attemptFailures(),
                snapshot.finishedMillis(),
                trials.size(),
                statuses.all(),
                workers.all(),
                nodes.all(),
                lastFailures.all(),
                snapshot.epoch(),
                snapshot.successes(),
                snapshot.suspects(),
                snapshot.priority(),
                snapshot.weight(),
                snapshot.mostSlots(),
                snapshot.drained(),
                snapshot.steps(),
                status,
                longs(trials, SweepSnapshot.Trial::waitingFor),
                longs(trials, SweepSnapshot.Trial::attempts),
                longs(trials, SweepSnapshot.Trial::failures),
                longs(trials, SweepSnapshot.Trial::notBeforeMillis),
                worker,
                longs(trials, SweepSnapshot.Trial::incarnation),
                longs(trials, SweepSnapshot.Trial::startedMillis),
                Column.hashes(trials.stream().map(SweepSnapshot.Trial::result).toArray(String[]::new)),
                Column.doubles(trials.stream()
                        .mapToDouble(SweepSnapshot.Trial::headline)
                        .toArray()),
                longs(trials, SweepSnapshot.Trial::durationMillis),
                node,
                longs(trials, SweepSnapshot.Trial::atMillis),
                lastFailure,
                snapshot.seconds(),
                packs.all(),
                pack);
    }

    private static byte @Nullable [] longs(
            List<SweepSnapshot.Trial> trials, ToLongFunction<SweepSnapshot.Trial> value) {
        var column = new long[trials.size()];
        boolean isThere = false;
        for (int i = 0; i < column.length; i++) {
            column[i] = value.applyAsLong(trials.get(i));
            isThere |= column[i] != 0;
        }
        return isThere ? Column.longs(column) : null;
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
