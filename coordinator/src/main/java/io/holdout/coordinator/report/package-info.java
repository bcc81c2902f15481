/**
 * What comes out of a sweep: results, the tables made of them, and these as text.
 *
 * <p>Pure and the same to the byte for the same results: no clock, locale, hash order or rounding that depends on where it
 * runs. {@link io.holdout.coordinator.report.Results} hold every episode of every cell; a {@link
 * io.holdout.coordinator.report.TableChoice} of view, metric, arrangement and marking makes a {@link
 * io.holdout.coordinator.report.Table} of them; a {@link io.holdout.coordinator.report.TableText} makes text of it. The tests and
 * intervals are in {@code statistics}, drawings in {@code figure}, the HTML report in {@code page}; {@code export} has the list of
 * all forms. Start at {@link io.holdout.coordinator.report.Results}.
 */
@NullMarked
package io.holdout.coordinator.report;

import org.jspecify.annotations.NullMarked;
