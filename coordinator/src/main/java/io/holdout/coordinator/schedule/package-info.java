/**
 * What runs next and where, how long it will take, and how often what failed is tried again. Pure: no clock, no I/O, no
 * random source. Uses {@code plan} and the protocol.
 *
 * <p>Start at {@link io.holdout.coordinator.schedule.Backlog}, then {@code Choice}; decision 18 has the reasons.
 */
@NullMarked
package io.holdout.coordinator.schedule;

import org.jspecify.annotations.NullMarked;
