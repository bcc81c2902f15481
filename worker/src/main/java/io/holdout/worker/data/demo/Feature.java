package io.holdout.worker.data.demo;

/**
 * What one can see in a painted image, in every domain: each from 0 (little) to 1 (much). As all domains share them,
 * what a network learns from one can help in another.
 */
enum Feature {
    /** Radius of the finding. */
    SIZE(Feature.MIDDLING),
    /** How far the finding is from round. */
    STRETCH(Feature.MIDDLING),
    /** Blur of its edge. */
    EDGE(Feature.MIDDLING),
    /** Depth of the bumps of its contour. */
    LOBES(Feature.MIDDLING),
    /** Strength of rays that leave its contour. */
    RAYS(Feature.SCARCE),
    /** How much it stands out from what is around it. */
    TONE(Feature.MIDDLING),
    /** From cold to warm colour; does not show in grey images. */
    TINT(Feature.MIDDLING),
    /** How many stripes it has, and how bright. */
    STRIPES(Feature.MIDDLING),
    /** Number of small spots. */
    SPOTS(Feature.SCARCE),
    /** A rim around it. */
    HALO(Feature.SCARCE),
    /** Radius of its core, such as a nucleus or a cup. */
    CORE(Feature.MIDDLING),
    /** Number of thin lines through the image. */
    VESSELS(Feature.SCARCE),
    /** Haze over a part of the image. */
    VEIL(Feature.SCARCE),
    /** Its place from left to right. */
    ACROSS(Feature.MIDDLING),
    /** Its place from top to bottom. */
    DOWN(Feature.MIDDLING),
    /** Brightness of all that is not the finding. */
    BACKGROUND(Feature.MIDDLING),
    /** Noise. */
    GRAIN(Feature.SCARCE);

    private static final double SCARCE = 0.1;
    private static final double MIDDLING = 0.5;

    private final double usual;

    Feature(double usual) {
        this.usual = usual;
    }

    /** Its value on average in images where no label decides it. */
    double usual() {
        return usual;
    }
}
