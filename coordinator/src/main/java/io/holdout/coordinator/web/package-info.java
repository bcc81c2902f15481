/**
 * The active coordinator's HTTP interface: the API under {@code /api/v1}, live changes, and the page. Reads immutable state
 * and never blocks a sweep; may use everything of the coordinator.
 *
 * <p>Start at {@link io.holdout.coordinator.web.HttpInterface}; routes are tables in {@code SweepRoutes} and its like.
 */
@NullMarked
package io.holdout.coordinator.web;

import org.jspecify.annotations.NullMarked;
