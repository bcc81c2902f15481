package io.holdout.coordinator.plan;

import io.holdout.protocol.trial.Recipe;

/** The versions of {@link Recipe} that a plan is made with; tests plan with others. */
record Recipes(int multiTask, int maml, int adapt, int supervised, int validate) {
    static final Recipes CURRENT = new Recipes(
            Recipe.PRETRAIN_MULTI_TASK, Recipe.PRETRAIN_MAML, Recipe.ADAPT, Recipe.SUPERVISED, Recipe.VALIDATE);
}
