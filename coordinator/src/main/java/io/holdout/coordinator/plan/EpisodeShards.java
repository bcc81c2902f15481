package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.trial.StartingPoint;
import java.util.ArrayList;
import java.util.List;

/** Adds the trials that adapt one choice to one target: its episodes, some in each trial. */
final class EpisodeShards {
    private EpisodeShards() {}

    /** @param what in words, such as {@code mm-pt conv4 (lr 0.01)} */
    static List<Integer> add(
            Graph graph,
            SweepFile file,
            TrialSpecs specs,
            RowChoice choice,
            StartingPoint start,
            TaskRef target,
            String what) {
        String label = "adapt " + what + " to " + target + ", episodes ";
        var shards = new ArrayList<Integer>();
        for (int from = 0; from < file.episodes(); from += file.fineTune().episodesPerTrial()) {
            int to = Math.min(file.episodes(), from + file.fineTune().episodesPerTrial());
            shards.add(graph.add(specs.adapt(choice, start, target, from, to), label + from + "-" + (to - 1)));
        }
        return shards;
    }
}
