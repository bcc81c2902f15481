package io.holdout.coordinator.plan;

import io.holdout.coordinator.spec.SweepFile;
import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.StartingPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds the trials that adapt one choice to one target: its episodes, some in each trial. How many makes no difference to
 * any number, for each episode is drawn and adapted to by itself.
 */
final class EpisodeShards {
    /**
     * Episodes of a trial that is sized by its work. Of few sizes, each a multiple of some before it, so that sweeps of other
     * lengths have trials in common.
     */
    private static final int[] SIZES = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000};

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
        String words = "adapt " + what + " to " + target;
        // what they have in common is there once for all of them
        AdaptSpec one = specs.adapt(choice, start, target);
        var shards = new ArrayList<Integer>();
        double most = file.fineTune().gflopPerTrial();
        int size = most == 0 ? file.fineTune().episodesPerTrial() : size(most / graph.cost(one));
        for (int from = 0; from < file.episodes(); from += size) {
            int to = Math.min(file.episodes(), from + size);
            shards.add(graph.add(one.on(from, to), words));
        }
        return shards;
    }

    /** The largest size that is not beyond this, at least one episode. */
    static int size(double episodes) {
        int found = 1;
        for (int size : SIZES) {
            found = size <= episodes ? size : found;
        }
        return found;
    }
}
