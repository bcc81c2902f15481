package io.holdout.cli;

import io.holdout.coordinator.collect.Garbage;
import io.holdout.coordinator.collect.References;
import io.holdout.coordinator.journal.Journal;
import io.holdout.protocol.artifact.ArtifactInventory;
import io.holdout.protocol.artifact.ArtifactInventory.Stored;
import io.holdout.protocol.artifact.ContentHash;
import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.TrialId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Deletes what no sweep refers to, in an order that a running sweep loses nothing by. */
final class ArtifactCollection {
    private final Home home;
    private final ArtifactInventory artifacts;

    /** What was done, or would be. */
    record Collected(int artifacts, int folders, long bytes, int kept) {}

    ArtifactCollection(Home home) {
        this.home = home;
        this.artifacts = home.artifacts();
    }

    /**
     * First the store is listed, then the journal is read: what an event names was in the store before it.
     *
     * @param beforeMillis what is as new as this stays
     * @throws HoldoutException JOURNAL and others if it cannot be read to its end, ARTIFACTS_SHARED; nothing was deleted
     */
    Collected run(long beforeMillis, boolean dryRun) {
        requireAlone();
        var stored = new ArrayList<Stored>();
        artifacts.list(stored::add);
        List<Path> folders = checkpointFolders(beforeMillis);
        References references = read(stored.size());
        Set<String> needed = references.artifacts(artifacts::get);
        int count = 0;
        long bytes = 0;
        for (Stored each : Garbage.of(stored, needed, beforeMillis)) {
            if (dryRun || artifacts.deleteIfOlder(each.name(), beforeMillis)) {
                count++;
                bytes += each.bytes();
            }
        }
        int gone = 0;
        for (Path folder : folders) {
            if (!references
                    .unfinished()
                    .contains(new TrialId(folder.getFileName().toString()))) {
                bytes += delete(folder, dryRun);
                gone++;
            }
        }
        return new Collected(count, gone, bytes, stored.size() - count);
    }

    private void requireAlone() {
        var others = artifacts.users();
        others.remove(home.journalIdentity());
        if (!others.isEmpty()) {
            throw HoldoutException.user(
                    "ARTIFACTS_SHARED",
                    "the store " + artifacts.address() + " is also used by " + others
                            + ", whose sweeps this command does not see; nothing was deleted");
        }
    }

    private References read(int artifactsFound) {
        var references = new References();
        try (Journal journal = home.journal();
                var reader = journal.reader()) {
            List<String> sweeps = reader.sweeps();
            if (sweeps.isEmpty() && artifactsFound > 0) {
                throw HoldoutException.user(
                        "NO_SUCH_SWEEP",
                        "there is no sweep in the journal " + home.journalIdentity()
                                + ": name the right one with --home or --journal; nothing was deleted");
            }
            for (String name : sweeps) {
                var sweep = references.sweep(name);
                reader.events(name, entry -> sweep.add(entry.event()));
                sweep.end();
            }
        }
        return references;
    }

    private List<Path> checkpointFolders(long beforeMillis) {
        var old = new ArrayList<Path>();
        try (var folders = Files.newDirectoryStream(home.checkpoints())) {
            for (Path folder : folders) {
                if (ContentHash.isOne(folder.getFileName().toString())
                        && Files.getLastModifiedTime(folder).toMillis() < beforeMillis) {
                    old.add(folder);
                }
            }
        } catch (NoSuchFileException e) {
            return old;
        } catch (IOException e) {
            throw failed(home.checkpoints(), e);
        }
        return old;
    }

    private static long delete(Path folder, boolean dryRun) {
        long bytes = 0;
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                bytes += Files.size(file);
                if (!dryRun) {
                    Files.delete(file);
                }
            }
            if (!dryRun) {
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw failed(folder, e);
        }
        return bytes;
    }

    private static HoldoutException failed(Path place, IOException e) {
        return HoldoutException.infrastructure("HOME_UNUSABLE", "cannot clean up " + place + ": " + e.getMessage(), e);
    }
}
