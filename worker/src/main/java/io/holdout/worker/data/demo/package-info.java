/**
 * Painted stand-ins for MedIMeta's datasets: the real ids, domains, tasks and labels, with small images from which the
 * labels can be learned, though not easily. Same seed, same bytes.
 *
 * <p>Start at {@link io.holdout.worker.data.demo.DemoData}.
 */
@NullMarked
package io.holdout.worker.data.demo;

import org.jspecify.annotations.NullMarked;
