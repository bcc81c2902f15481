/**
 * The way back from a number: which trials and attempts it comes from, with which seeds, data, weights and code, on which
 * node. Made from a sweep's events and plan alone. Start at {@link io.holdout.coordinator.report.explain.Explanation}.
 */
@NullMarked
package io.holdout.coordinator.report.explain;

import org.jspecify.annotations.NullMarked;
