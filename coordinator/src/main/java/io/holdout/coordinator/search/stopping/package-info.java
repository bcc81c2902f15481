/**
 * Which candidates of a search train on, and which stay where they are. Pure: a rule sees everything in the order in which
 * the journal holds it, so a replay after a crash gives the same decisions.
 *
 * <p>Start at {@link io.holdout.coordinator.search.stopping.StoppingRule}.
 */
@NullMarked
package io.holdout.coordinator.search.stopping;

import org.jspecify.annotations.NullMarked;
