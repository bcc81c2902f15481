/** Bytes kept by content hash: results, checkpoints, weights. Start at {@link io.holdout.protocol.artifact.ArtifactStore}. */
@NullMarked
package io.holdout.protocol.artifact;

import org.jspecify.annotations.NullMarked;
