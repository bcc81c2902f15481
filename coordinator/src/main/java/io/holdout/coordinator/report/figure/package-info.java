/**
 * Figures of a table: what is drawn, apart from how. A {@link io.holdout.coordinator.report.figure.Drawing} is a list of
 * marks in points; {@link io.holdout.coordinator.report.figure.SvgText} and
 * {@link io.holdout.coordinator.report.figure.PngImage} put it into bytes that are the same everywhere.
 *
 * <p>Start at {@link io.holdout.coordinator.report.figure.Figures}.
 */
@NullMarked
package io.holdout.coordinator.report.figure;

import org.jspecify.annotations.NullMarked;
