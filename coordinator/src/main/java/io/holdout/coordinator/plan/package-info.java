/**
 * What a sweep file means: the graph of trials, and the experiments that its table compares.
 *
 * <p>Pure and deterministic: the same file, catalogue and fingerprints give the same plan, whatever the order of the
 * file's lists. A plan with searches grows by what the events say of them ({@link
 * io.holdout.coordinator.plan.Searches}). Uses {@code spec}, {@code search} and the protocol only. Start at {@link io.holdout.coordinator.plan.Planner}.
 */
@NullMarked
package io.holdout.coordinator.plan;

import org.jspecify.annotations.NullMarked;
