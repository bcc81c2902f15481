package io.holdout.coordinator.collect;

import io.holdout.protocol.artifact.ArtifactInventory.Stored;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Chooses what may be deleted. Pure. */
public final class Garbage {
    /**
     * The least age of garbage: between an artifact and the event that names it lie a report and its way, and the clocks of
     * store and command may differ by minutes.
     */
    public static final long LEAST_AGE_MILLIS = 3_600_000;

    private Garbage() {}

    /**
     * All that nothing refers to and that is older than a time.
     *
     * @param stored listed before the references were read: what came since is not in it
     * @param beforeMillis what is as new as this stays: its report may be on its way
     */
    public static List<Stored> of(Collection<Stored> stored, Set<String> referenced, long beforeMillis) {
        return stored.stream()
                .filter(each -> !referenced.contains(each.name()) && each.modifiedMillis() < beforeMillis)
                .toList();
    }
}
