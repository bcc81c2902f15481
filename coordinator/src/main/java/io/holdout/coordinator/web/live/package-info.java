/**
 * What changes while somebody watches: the table as it fills, and the difference between two moments of a sweep. Level
 * triggered: whatever a watcher missed, the next message makes up for. Knows no HTTP library.
 *
 * <p>Start at {@link io.holdout.coordinator.web.live.Watch}.
 */
@NullMarked
package io.holdout.coordinator.web.live;

import org.jspecify.annotations.NullMarked;
