/**
 * The coordinator's HTTP interface, versioned under {@code /api/v1}: loopback and a token by default.
 *
 * <p>Start at {@link io.holdout.coordinator.web.HttpInterface}.
 */
@NullMarked
package io.holdout.coordinator.web;

import org.jspecify.annotations.NullMarked;
