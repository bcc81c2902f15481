/**
 * The coordinator under every fault that one seed holds, in virtual time: the real decisions, state, leases and table, with
 * simulated processes, network, journal and artifact store around them. Pure: no thread, clock, file or actor; equal seeds
 * give equal runs, to the last message.
 *
 * <p>Start at {@link io.holdout.coordinator.simulate.Simulation}; what must hold is
 * {@link io.holdout.coordinator.simulate.Invariant}, what goes wrong is {@link io.holdout.coordinator.simulate.Fault}.
 */
@NullMarked
package io.holdout.coordinator.simulate;

import org.jspecify.annotations.NullMarked;
