/**
 * Networks, weights files, losses, optimizers and the learning methods, on DJL's PyTorch engine; the only package that knows DJL.
 *
 * <p>Start at {@link io.holdout.worker.learn.Learner}.
 */
@NullMarked
package io.holdout.worker.learn;

import org.jspecify.annotations.NullMarked;
