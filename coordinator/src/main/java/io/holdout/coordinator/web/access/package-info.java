/**
 * Who may do what over HTTP: tokens, roles, signed cookies, and how often one may be wrong. Knows no HTTP library.
 *
 * <p>Start at {@link io.holdout.coordinator.web.access.Tokens}.
 */
@NullMarked
package io.holdout.coordinator.web.access;

import org.jspecify.annotations.NullMarked;
