/** Measures orchestration with the real coordinator and workers that do not learn; start at {@link OrchestrationBenchmark}. */
@NullMarked
package io.holdout.cli;

import org.jspecify.annotations.NullMarked;
