/**
 * Bytes kept by content hash: results, alone or in packs, checkpoints, weights. Start at
 * {@link io.holdout.protocol.artifact.ArtifactStore}.
 */
@NullMarked
package io.holdout.protocol.artifact;

import org.jspecify.annotations.NullMarked;
