/**
 * The sweep file: what a user asks for, checked and with every default filled in.
 *
 * <p>Pure: text and a file's name in, a value or one error that lists every problem with its line out. Knows YAML and
 * the catalogue, and what can be searched for; nothing of plans. {@code docs/sweep.schema.json} says the same to editors; a test holds the two
 * together. Start at {@link io.holdout.coordinator.spec.SweepFile}.
 */
@NullMarked
package io.holdout.coordinator.spec;

import org.jspecify.annotations.NullMarked;
