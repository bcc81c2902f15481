/**
 * The statistics of a comparison: intervals of one mean, tests of two rows on the same episodes or tasks, and tests of
 * many rows over many tasks (Demšar 2006).
 *
 * <p>Arrays of numbers in, numbers out; larger is better nowhere in here but where it is said. Tests are those of Commons
 * Statistics where it has them; what it lacks is compared with SciPy and scikit-posthocs by fixtures. Start at
 * {@link io.holdout.coordinator.report.statistics.PairedComparison} and
 * {@link io.holdout.coordinator.report.statistics.TaskComparison}.
 */
@NullMarked
package io.holdout.coordinator.report.statistics;

import org.jspecify.annotations.NullMarked;
