/**
 * The report as one HTML file that needs nothing else: table, figures, tests, and where the numbers come from.
 *
 * <p>Its style and script are resources beside these classes and go into the file; it names no host. Start at
 * {@link io.holdout.coordinator.report.page.HtmlReport}.
 */
@NullMarked
package io.holdout.coordinator.report.page;

import org.jspecify.annotations.NullMarked;
