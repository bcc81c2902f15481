package io.holdout.worker.data.demo;

/**
 * What one can see in a painted image, in every domain: each from 0 (little) to 1 (much). As all domains share them,
 * what a network learns from one can help in another.
 */
enum Feature {
    /** Radius of the finding. */
    SIZE,
    /** How far the finding is from round. */
    STRETCH,
    /** Blur of its edge. */
    EDGE,
    /** Depth of the bumps of its contour. */
    LOBES,
    /** Rays that leave its contour. */
    RAYS,
    /** How much it stands out from what is around it. */
    TONE,
    /** From cold to warm colour; does not show in grey images. */
    TINT,
    /** How fine the stripes in it are. */
    STRIPES,
    /** Number of small spots. */
    SPOTS,
    /** A rim around it. */
    HALO,
    /** Radius of its core, such as a nucleus or a cup. */
    CORE,
    /** Number of thin lines through the image. */
    VESSELS,
    /** Haze over a part of the image. */
    VEIL,
    /** Its place from left to right. */
    ACROSS,
    /** Its place from top to bottom. */
    DOWN,
    /** Brightness of all that is not the finding. */
    BACKGROUND,
    /** Noise. */
    GRAIN
}
