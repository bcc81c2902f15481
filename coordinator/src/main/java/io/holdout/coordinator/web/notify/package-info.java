/**
 * Tells somebody elsewhere when a sweep needs them: by webhook, signed, as JSON or in Slack's form.
 *
 * <p>Start at {@link io.holdout.coordinator.web.notify.Notices}.
 */
@NullMarked
package io.holdout.coordinator.web.notify;

import org.jspecify.annotations.NullMarked;
