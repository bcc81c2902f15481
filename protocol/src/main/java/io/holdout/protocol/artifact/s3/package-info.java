/**
 * Artifacts in a bucket of any server that speaks S3; the only package that knows the AWS SDK. Start at {@link
 * io.holdout.protocol.artifact.s3.S3ArtifactStore}.
 */
@NullMarked
package io.holdout.protocol.artifact.s3;

import org.jspecify.annotations.NullMarked;
