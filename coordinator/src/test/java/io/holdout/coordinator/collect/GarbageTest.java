package io.holdout.coordinator.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.coordinator.sweep.Named;
import io.holdout.coordinator.sweep.SweepEvent;
import io.holdout.protocol.artifact.ArtifactInventory.Stored;
import io.holdout.protocol.artifact.ResultRef;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.message.NodeInfo;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.CheckpointKind;
import io.holdout.protocol.trial.TrialId;
import io.holdout.protocol.trial.TrialResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GarbageTest {
    private static final NodeInfo NODE = new NodeInfo("host", 1, "cpu", "engine", 1, "17", "1");

    private static String hash(String text) {
        return CanonicalJson.sha256(text);
    }

    private static AttemptId attempt(String sweep, int trial) {
        return new AttemptId(sweep, new TrialId(hash("trial " + trial)), 1);
    }

    /** Random sweeps that share trials, some with results lost or differing, over a store of random ages. */
    @Property(tries = 300)
    void takes_nothing_that_any_sweep_refers_to_and_nothing_new_and_all_else(@ForAll long seed) {
        var random = new Random(seed);
        var store = new HashMap<String, byte[]>();
        var needed = new HashSet<String>();
        var references = new References();
        for (int sweep = 0; sweep < 1 + random.nextInt(4); sweep++) {
            needed.addAll(randomSweep(references, "s" + sweep, random, store));
        }
        var stored = new ArrayList<Stored>();
        for (int i = 0; i < random.nextInt(10); i++) {
            store.put(hash("orphan " + i), new byte[0]);
        }
        store.keySet().forEach(name -> stored.add(new Stored(name, 1, random.nextInt(100))));

        var garbage = Garbage.of(stored, references.artifacts(name -> Optional.ofNullable(store.get(name))), 50);

        for (Stored each : stored) {
            boolean mayGo = !needed.contains(each.name()) && each.modifiedMillis() < 50;
            assertEquals(mayGo, garbage.contains(each), each::toString);
        }
    }

    private static Set<String> randomSweep(
            References references, String name, Random random, Map<String, byte[]> store) {
        var needed = new HashSet<String>();
        var sweep = references.sweep(name);
        String weights = hash("weights " + random.nextInt(3));
        store.put(weights, new byte[0]);
        needed.add(weights);
        sweep.add(new SweepEvent.SweepSubmitted(
                name, "", "", List.of(), List.of(new Named("resnet18", weights)), "", "1", 0));
        for (int trial = 0; trial < random.nextInt(12); trial++) {
            var checkpoints = new TreeMap<CheckpointKind, String>();
            for (CheckpointKind kind : CheckpointKind.values()) {
                checkpoints.put(kind, hash("checkpoint " + trial + kind));
                store.put(hash("checkpoint " + trial + kind), new byte[0]);
            }
            byte[] result = new TrialResult.Pretrained(checkpoints, random.nextInt(3), List.of())
                    .canonicalForm()
                    .getBytes(StandardCharsets.UTF_8);
            ResultRef ref = put(result, random.nextBoolean(), store);
            if (random.nextBoolean()) {
                sweep.add(
                        random.nextInt(4) > 0
                                ? new SweepEvent.TrialSucceeded(
                                        attempt(name, trial), ref.hash(), 0, 0, "w", NODE, 0, ref.pack())
                                : new SweepEvent.ResultDiverged(attempt(name, trial), ref.hash(), "w", 0, ref.pack()));
                needed.add(ref.artifact());
                needed.addAll(checkpoints.values());
            }
        }
        sweep.end();
        return needed;
    }

    private static ResultRef put(byte[] result, boolean inPack, Map<String, byte[]> store) {
        byte[] kept = inPack ? ResultRef.pack(List.of("{}".getBytes(StandardCharsets.UTF_8), result)) : result;
        String name = CanonicalJson.sha256(kept);
        store.put(name, kept);
        return new ResultRef(CanonicalJson.sha256(result), inPack ? name : "");
    }

    @Test
    void a_trial_without_a_result_in_one_sweep_is_unfinished_whatever_another_says() {
        var references = new References();
        var first = references.sweep("a");
        first.add(new SweepEvent.SweepSubmitted("a", "", "", List.of(), List.of(), "", "1", 0));
        first.add(new SweepEvent.AttemptStarted(attempt("a", 1), "w", 1, 0));
        first.add(new SweepEvent.AttemptStarted(attempt("a", 2), "w", 1, 0));
        first.add(new SweepEvent.TrialSucceeded(attempt("a", 2), hash("r"), 0, 0, "w", NODE, 0));
        first.end();
        var second = references.sweep("b");
        second.add(new SweepEvent.SweepSubmitted("b", "", "", List.of(), List.of(), "", "1", 0));
        second.add(new SweepEvent.TrialSucceeded(attempt("b", 1), hash("r"), 0, 0, "w", NODE, 0));
        second.add(new SweepEvent.TrialSucceeded(attempt("b", 3), hash("r"), 0, 0, "w", NODE, 0));
        second.add(new SweepEvent.ResultLost(attempt("b", 3).trial(), hash("r"), 0));
        second.end();

        assertEquals(Set.of(attempt("a", 1).trial(), attempt("b", 3).trial()), references.unfinished());
    }

    @Test
    void a_journal_without_its_beginning_or_a_result_that_cannot_be_read_ends_the_search() {
        var references = new References();
        var error =
                assertThrows(HoldoutException.class, () -> references.sweep("a").add(new SweepEvent.SweepFinished(0)));
        assertEquals("JOURNAL", error.failure().code());

        var sweep = references.sweep("a");
        sweep.add(new SweepEvent.SweepSubmitted("a", "", "", List.of(), List.of(), "", "1", 0));
        sweep.add(new SweepEvent.TrialSucceeded(attempt("a", 1), hash("r"), 0, 0, "w", NODE, 0));
        sweep.end();
        var unreadable = assertThrows(
                HoldoutException.class,
                () -> references.artifacts(name -> Optional.of("{}".getBytes(StandardCharsets.UTF_8))));
        assertEquals("RESULT_UNREADABLE", unreadable.failure().code());
        assertTrue(references.artifacts(name -> Optional.empty()).contains(hash("r")));
    }
}
