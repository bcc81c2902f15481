/**
 * Which hyper-parameters are tried next: typed spaces and the samplers that draw from them. Pure: seeds and the recorded
 * results come in, so a replay after a crash gives the same suggestions.
 *
 * <p>Start at {@link io.holdout.coordinator.search.Sampler}; which trials end early is in {@code stopping}.
 */
@NullMarked
package io.holdout.coordinator.search;

import org.jspecify.annotations.NullMarked;
