/**
 * Tests of what is deployed on Kubernetes: the manifests as {@code kubectl kustomize} renders them, and nodes that find
 * each other through an API server. Start with {@link io.holdout.kubernetes.Overlay}.
 */
@NullMarked
package io.holdout.kubernetes;

import org.jspecify.annotations.NullMarked;
