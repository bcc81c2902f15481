/**
 * Painted stand-ins for MedIMeta's 19 datasets: the real ids, domains, tasks and labels, with small images from which the
 * labels can be learned, though not easily. Same seed, same bytes; no real image is in it.
 *
 * <p>May use {@code io.holdout.worker.data} and {@code io.holdout.protocol}. Labels come first, from labels the features
 * of an image ({@link io.holdout.worker.data.demo.Look}), from features its pixels. Start at {@link
 * io.holdout.worker.data.demo.DemoData}.
 */
@NullMarked
package io.holdout.worker.data.demo;

import org.jspecify.annotations.NullMarked;
