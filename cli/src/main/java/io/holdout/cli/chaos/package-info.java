/**
 * Breaks a sweep on purpose, in real processes, and certifies that its table is still the same.
 *
 * <p>{@link io.holdout.cli.chaos.Campaign} runs it; {@link io.holdout.cli.chaos.ChaosPlan},
 * {@link io.holdout.cli.chaos.Recovery} and {@link io.holdout.cli.chaos.JournalAudit} decide and are pure; each
 * {@link io.holdout.cli.chaos.Fault} does one kind of harm, to processes and files that the campaign made itself. It knows
 * the product only by {@link io.holdout.cli.chaos.Stage}. See docs/chaos.md.
 */
@NullMarked
package io.holdout.cli.chaos;

import org.jspecify.annotations.NullMarked;
