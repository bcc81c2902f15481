/**
 * What attempts said, kept for people. Nothing depends on it: it is bounded, and may be lost with the disk that it is on.
 *
 * <p>Start at {@link io.holdout.coordinator.logs.AttemptLogs}.
 */
@NullMarked
package io.holdout.coordinator.logs;

import org.jspecify.annotations.NullMarked;
