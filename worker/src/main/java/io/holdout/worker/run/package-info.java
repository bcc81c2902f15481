/**
 * Runs attempts: the worker's actor shell, its slots and their threads, progress, checkpoints, keeping results and reporting.
 *
 * <p>Start at {@link io.holdout.worker.run.AttemptRunner}.
 */
@NullMarked
package io.holdout.worker.run;

import org.jspecify.annotations.NullMarked;
