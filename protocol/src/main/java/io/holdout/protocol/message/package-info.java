/**
 * What coordinator and worker say to each other.
 *
 * <p>Level-triggered: a worker's beat says all that it holds, again and again; whatever got lost is put right by the next
 * one. Start at {@link io.holdout.protocol.message.WorkerBeat}.
 */
@NullMarked
package io.holdout.protocol.message;

import org.jspecify.annotations.NullMarked;
