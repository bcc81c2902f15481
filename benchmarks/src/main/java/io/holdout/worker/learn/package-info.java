/**
 * The learning engine under measurement, from inside its package: what a benchmark times is not what users call.
 *
 * <p>Start at {@link io.holdout.worker.learn.LearningBenchmark}; {@code benchmarks/learning.py} runs it.
 */
@NullMarked
package io.holdout.worker.learn;

import org.jspecify.annotations.NullMarked;
