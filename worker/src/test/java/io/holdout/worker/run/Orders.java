package io.holdout.worker.run;

import io.holdout.protocol.catalog.TaskRef;
import io.holdout.protocol.message.RunAttempt;
import io.holdout.protocol.trial.AdaptMethod;
import io.holdout.protocol.trial.AdaptSpec;
import io.holdout.protocol.trial.AttemptId;
import io.holdout.protocol.trial.BackboneSpec;
import io.holdout.protocol.trial.EpisodeSettings;
import io.holdout.protocol.trial.Recipe;
import io.holdout.protocol.trial.StartingPoint;
import io.holdout.protocol.trial.TrialSpec;
import java.util.List;

/** Orders for one trial, which needs no other's result. */
final class Orders {
    static final TrialSpec TRIAL = new AdaptSpec(
            new BackboneSpec("conv4", 8, 32),
            new StartingPoint.Random(1),
            new TaskRef("bus", "malignancy"),
            "fingerprint",
            new EpisodeSettings(5, 10, 50, 0),
            0,
            1,
            new AdaptMethod.NearestCentroid(AdaptMethod.Distance.EUCLIDEAN),
            9,
            Recipe.ADAPT);

    private Orders() {}

    /** @param attempt number of the attempt; each is another order */
    static RunAttempt order(int attempt) {
        return new RunAttempt(new AttemptId("sweep", TRIAL.id(), attempt), TRIAL.canonicalForm(), List.of());
    }
}
