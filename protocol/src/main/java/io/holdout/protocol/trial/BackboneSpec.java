package io.holdout.protocol.trial;

/**
 * Which network turns images into features.
 *
 * @param name {@code conv4}, {@code resnet18}, {@code resnet50}
 * @param width channels of each block of {@code conv4} (64 in the few-shot literature); 0 for the others, whose widths
 *     are fixed
 * @param imageSize side of the square images it is fed, pixels; images of another size are resized (bilinear,
 *     antialiased)
 */
public record BackboneSpec(String name, int width, int imageSize) {}
