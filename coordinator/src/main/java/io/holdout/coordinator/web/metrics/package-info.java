/**
 * Numbers for Prometheus: counted as things happen, or read from sweeps when somebody asks.
 *
 * <p>Start at {@link io.holdout.coordinator.web.metrics.SweepMeters}; the names are a contract with deploy-k8s.
 */
@NullMarked
package io.holdout.coordinator.web.metrics;

import org.jspecify.annotations.NullMarked;
