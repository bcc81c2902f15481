/**
 * The one comparison table, and its renderings for terminal, Markdown, CSV and JSON.
 *
 * <p>Pure and the same to the byte for the same plan and results: no clock, locale, hash order or rounding that depends
 * on where it runs. Uses {@code plan} and the protocol only. Start at {@link io.holdout.coordinator.report.Table}.
 */
@NullMarked
package io.holdout.coordinator.report;

import org.jspecify.annotations.NullMarked;
