package io.holdout.coordinator.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.wire.WireCodec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A packed snapshot holds all that the snapshot held, in little room. */
class PackedSnapshotTest {
    private static final NodeInfo NODE = new NodeInfo("host", 1, "cpu", "engine", 1, "17", "test");
    private static final NodeInfo OTHER = new NodeInfo("other", 2, "cpu", "engine", 1, "17", "test");

    private static SweepSnapshot snapshot(List<SweepSnapshot.Trial> trials) {
        return new SweepSnapshot(
                null, SweepPhase.RUNNING, trials, 0, 0, 0, 1, 0, List.of(), 0, 1, 0, List.of(), List.of(), List.of());
    }

    private static SweepSnapshot.Trial finished(int i, NodeInfo node) {
        return finished(i, node, "");
    }

    private static SweepSnapshot.Trial finished(int i, NodeInfo node, String pack) {
        return new SweepSnapshot.Trial(
                TrialStatus.SUCCEEDED,
                0,
                1,
                0,
                0,
                "worker-" + i % 3,
                0,
                0,
                CanonicalJson.sha256("result " + i),
                i / 1000.0,
                i % 50,
                node,
                1_700_000_000_000L + 7L * i,
                null,
                pack);
    }

    private static SweepSnapshot.Trial ready() {
        return new SweepSnapshot.Trial(TrialStatus.READY, 0, 0, 0, 0, "", 0, 0, "", 0, 0, null, 0, null);
    }

    private static SweepSnapshot roundTrip(PackedSnapshot packed) {
        var codec = new WireCodec();
        return ((PackedSnapshot) codec.read(codec.write(packed))).unpacked();
    }

    @Test
    void trials_of_different_nodes_come_back_each_with_its_own() {
        var trials = new ArrayList<SweepSnapshot.Trial>();
        for (int i = 0; i < 500; i++) {
            trials.add(i % 5 == 4 ? ready() : finished(i, i % 7 < 3 ? NODE : OTHER));
        }
        var snapshot = snapshot(trials);
        assertEquals(snapshot, roundTrip(PackedSnapshot.of(snapshot)));
    }

    @Test
    void results_come_back_each_in_its_own_pack_or_in_none() {
        var trials = new ArrayList<SweepSnapshot.Trial>();
        for (int i = 0; i < 200; i++) {
            trials.add(finished(i, NODE, i % 5 == 4 ? "" : CanonicalJson.sha256("pack " + i / 8)));
        }
        var snapshot = snapshot(trials);
        assertEquals(snapshot, roundTrip(PackedSnapshot.of(snapshot)));
    }

    @Test
    void a_column_of_zeros_takes_no_room() {
        var snapshot = snapshot(List.of(ready(), ready()));
        var packed = PackedSnapshot.of(snapshot);
        assertNotNull(packed.status());
        assertNull(packed.attempts());
        assertNull(packed.atMillis());
        assertEquals(snapshot, roundTrip(packed));
    }

    @Test
    void a_finished_trial_takes_some_forty_bytes() {
        var trials = new ArrayList<SweepSnapshot.Trial>();
        for (int i = 0; i < 10_000; i++) {
            trials.add(finished(i, NODE));
        }
        int bytes = new WireCodec().write(PackedSnapshot.of(snapshot(trials))).length;
        assertTrue(bytes < 42 * trials.size(), bytes + " bytes");
    }
}
