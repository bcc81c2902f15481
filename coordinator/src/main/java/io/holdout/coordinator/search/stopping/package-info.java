/**
 * Which trials end before their time: rules over what running trials report. Pure; a rule sees all reports in the order in
 * which the journal holds them, so a replay after a crash gives the same verdicts.
 *
 * <p>Start at {@link io.holdout.coordinator.search.stopping.StoppingRule}.
 */
@NullMarked
package io.holdout.coordinator.search.stopping;

import org.jspecify.annotations.NullMarked;
