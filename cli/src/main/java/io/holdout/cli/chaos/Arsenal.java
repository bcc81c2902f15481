package io.holdout.cli.chaos;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The faults that are possible here, and why the others are not. */
final class Arsenal {
    private final Map<FaultKind, Fault> possible = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, String> impossible = new EnumMap<>(FaultKind.class);

    private Arsenal() {}

    /**
     * @param sandbox where this process is; empty outside of one
     * @param embedded whether the journal is a file of the home
     * @param hook the user's commands against the journal's database
     */
    static Arsenal of(Optional<Sandbox> sandbox, boolean embedded, int standbys, Optional<JournalHook> hook) {
        var arsenal = new Arsenal();
        arsenal.take(FaultKind.COORDINATOR_KILLED, new ProcessKill(Nodes.Role.COORDINATOR));
        arsenal.take(FaultKind.COORDINATOR_FROZEN, new ProcessFreeze(Nodes.Role.COORDINATOR));
        arsenal.take(FaultKind.WORKER_KILLED, new ProcessKill(Nodes.Role.WORKER));
        arsenal.take(FaultKind.WORKER_FROZEN, new ProcessFreeze(Nodes.Role.WORKER));
        arsenal.take(FaultKind.WORKER_STOPPED, new WorkerStop());
        arsenal.take(FaultKind.ARTIFACT_DAMAGED, new ArtifactDamage());
        arsenal.take(FaultKind.CHECKPOINT_DAMAGED, new CheckpointDamage());
        arsenal.choose(FaultKind.STANDBY_KILLED, new ProcessKill(Nodes.Role.STANDBY), standbys > 0, "no standbys");
        arsenal.choose(FaultKind.STANDBY_FROZEN, new ProcessFreeze(Nodes.Role.STANDBY), standbys > 0, "no standbys");
        arsenal.choose(
                FaultKind.WORKER_CUT_OFF,
                new NetworkCut(),
                sandbox.map(Sandbox::network).orElse(false),
                "no network of its own here (it takes Linux, 'unshare', 'ip' and the embedded journal); frozen instead");
        arsenal.choose(
                FaultKind.DISK_FULL,
                new DiskFill(),
                sandbox.isPresent(),
                "no disk of its own here (it takes Linux and 'unshare')");
        arsenal.choose(FaultKind.JOURNAL_LOCKED, new JournalLock(), embedded, "the journal is not a file");
        arsenal.choose(
                FaultKind.JOURNAL_BROKEN,
                hook.<Fault>map(each -> each).orElse((fault, scene) -> Optional.empty()),
                hook.isPresent(),
                "no --break-journal");
        return arsenal;
    }

    private void choose(FaultKind kind, Fault fault, boolean isPossible, String whyNot) {
        if (isPossible) {
            take(kind, fault);
        } else {
            impossible.put(kind, whyNot);
        }
    }

    private void take(FaultKind kind, Fault fault) {
        possible.put(kind, fault);
    }

    Set<FaultKind> kinds() {
        return Collections.unmodifiableSet(possible.keySet());
    }

    /** Why a kind is not possible. */
    Map<FaultKind, String> impossible() {
        return Collections.unmodifiableMap(impossible);
    }

    /** @throws IllegalArgumentException for a kind that is not possible */
    Optional<Harm> inflict(PlannedFault planned, Scene scene) {
        Fault fault = possible.get(planned.kind());
        if (fault == null) {
            throw new IllegalArgumentException(planned.kind() + " is not possible here");
        }
        return fault.inflict(planned, scene);
    }
}
