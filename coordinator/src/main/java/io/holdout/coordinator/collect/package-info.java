/**
 * Which artifacts nobody needs: what the events of all sweeps refer to, and the rest that is old. Pure; it deletes nothing
 * itself. Start at {@link io.holdout.coordinator.collect.Garbage}.
 */
@NullMarked
package io.holdout.coordinator.collect;

import org.jspecify.annotations.NullMarked;
