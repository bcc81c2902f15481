/**
 * The event-sourced sweep: what is known of every trial, and what a command makes of it.
 *
 * <p>{@link io.holdout.coordinator.sweep.Decider} and {@link io.holdout.coordinator.sweep.Evolver} are pure; only the
 * {@code *Actor} classes know Pekko, and they only persist, send and time. Start at
 * {@link io.holdout.coordinator.sweep.SweepState}.
 */
@NullMarked
package io.holdout.coordinator.sweep;

import org.jspecify.annotations.NullMarked;
