package io.holdout.worker.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Brings image files of any size to squares of one size.
 *
 * <p>The largest square in the middle is kept and resized (antialiased bilinear, {@link Resize}): shapes keep their
 * proportions, and what is lost are margins. Grey becomes RGB by repetition; RGB becomes grey by the luma of ITU-R BT.601
 * ({@code .299 R + .587 G + .114 B}). Only integers and IEEE floats are involved, so the same decoded pixels give the same
 * bytes on every machine. Not safe for concurrent use.
 */
final class ImportImage {
    private final int channels;
    private final int size;
    private Resize resize;
    private int resizeFrom;

    /** @param channels 1 or 3, of the images made */
    ImportImage(int channels, int size) {
        this.channels = channels;
        this.size = size;
        this.resizeFrom = size;
        this.resize = new Resize(size, size, size, size);
    }

    /**
     * Reads an image file.
     *
     * @param into size x size x channels bytes, row by row, channels interleaved
     * @throws IOException whose message continues "the image FILE ..."
     */
    void read(Path file, byte[] into) throws IOException {
        DecodedImage image = DecodedImage.read(file);
        int side = Math.min(image.height(), image.width());
        int top = (image.height() - side) / 2;
        int left = (image.width() - side) / 2;
        if (side != resizeFrom) {
            resize = new Resize(side, side, size, size);
            resizeFrom = side;
        }
        float[] from = new float[side * side];
        float[] to = new float[size * size];
        for (int channel = 0; channel < channels; channel++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    from[y * side + x] =
                            value(image, ((top + y) * image.width() + left + x) * image.channels(), channel);
                }
            }
            resize.image(from, 0, side, to, 0);
            for (int p = 0; p < to.length; p++) {
                into[p * channels + channel] = (byte) Math.max(0, Math.min(255, Math.round(to[p])));
            }
        }
    }

    private float value(DecodedImage image, int at, int channel) {
        byte[] pixels = image.pixels();
        if (image.channels() == 1) {
            return pixels[at] & 0xff;
        }
        if (channels == 3) {
            return pixels[at + channel] & 0xff;
        }
        return (299 * (pixels[at] & 0xff) + 587 * (pixels[at + 1] & 0xff) + 114 * (pixels[at + 2] & 0xff)) / 1000f;
    }
}
