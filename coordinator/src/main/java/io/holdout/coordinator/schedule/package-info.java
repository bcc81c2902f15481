/**
 * What runs next, and how often what failed is tried again. Pure: no clock, no I/O, no random source.
 *
 * <p>Start at {@link io.holdout.coordinator.schedule.RetryPolicy}.
 */
@NullMarked
package io.holdout.coordinator.schedule;

import org.jspecify.annotations.NullMarked;
