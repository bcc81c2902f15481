/**
 * The {@code holdout} command: starts coordinator and workers as processes of their own, shows progress, prints tables.
 *
 * <p>Start at {@link io.holdout.cli.Main}.
 */
@NullMarked
package io.holdout.cli;

import org.jspecify.annotations.NullMarked;
