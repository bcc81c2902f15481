/**
 * What a benchmark consists of: datasets, their tasks, and which datasets are related.
 *
 * <p>Pure values plus the reader of {@code info.yaml}. Start at {@link io.holdout.protocol.catalog.Catalogue}.
 */
@NullMarked
package io.holdout.protocol.catalog;

import org.jspecify.annotations.NullMarked;
