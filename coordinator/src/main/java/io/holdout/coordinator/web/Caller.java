package io.holdout.coordinator.web;

import io.holdout.coordinator.web.access.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param role null if not known
 * @param cookie that says so; null if a token did
 */
record Caller(@Nullable Role role, @Nullable String cookie) {
    static final Caller NOBODY = new Caller(null, null);
}
