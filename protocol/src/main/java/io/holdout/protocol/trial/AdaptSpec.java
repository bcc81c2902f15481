package io.holdout.protocol.trial;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.holdout.protocol.catalog.TaskRef;
import java.util.List;

/**
 * Adapt a backbone to the support set of each episode, test on its query set.
 *
 * @param start weights of the backbone; the head is always fresh
 * @param target the held-out task
 * @param dataFingerprint of the target's dataset
 * @param episodes how episodes are drawn
 * @param fromEpisode first episode, inclusive
 * @param toEpisode last episode, exclusive
 * @param method how it is adapted, and at which steps it is tested
 * @param seed base of the heads' initial weights
 * @param recipe see {@link Recipe}
 */
public record AdaptSpec(
        BackboneSpec backbone,
        StartingPoint start,
        TaskRef target,
        String dataFingerprint,
        EpisodeSettings episodes,
        int fromEpisode,
        int toEpisode,
        AdaptMethod method,
        long seed,
        int recipe)
        implements TrialSpec {
    @Override
    public TrialKind trialKind() {
        return TrialKind.ADAPT;
    }

    @Override
    public List<TrialId> dependencies() {
        return start instanceof StartingPoint.Checkpoint c ? List.of(c.trial()) : List.of();
    }

    /** The same on other episodes. */
    public AdaptSpec on(int from, int to) {
        return new AdaptSpec(backbone, start, target, dataFingerprint, episodes, from, to, method, seed, recipe);
    }

    @JsonIgnore
    public int episodeCount() {
        return toEpisode - fromEpisode;
    }
}
