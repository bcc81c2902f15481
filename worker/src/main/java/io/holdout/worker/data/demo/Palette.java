package io.holdout.worker.data.demo;

/**
 * The colours of a finding.
 *
 * @param body of all of it
 * @param core of its middle
 * @param rim of what is around it, and of spots and stripes: far from the body's
 */
record Palette(Colour body, Colour core, Colour rim) {}
