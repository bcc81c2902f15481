/**
 * The smallest units of work and what comes out of them, addressed by content.
 *
 * <p>Pure values; one canonical JSON form each. Start at {@link io.holdout.protocol.trial.TrialSpec}.
 */
@NullMarked
package io.holdout.protocol.trial;

import org.jspecify.annotations.NullMarked;
