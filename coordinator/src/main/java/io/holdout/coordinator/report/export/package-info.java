/**
 * The forms in which results leave. {@link io.holdout.coordinator.report.export.Form} is the list of them.
 */
@NullMarked
package io.holdout.coordinator.report.export;

import org.jspecify.annotations.NullMarked;
