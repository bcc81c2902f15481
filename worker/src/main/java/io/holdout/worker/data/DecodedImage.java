package io.holdout.worker.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/**
 * An image file (JPEG, PNG, TIFF, BMP, GIF) decoded to 8 bits, grey or RGB.
 *
 * <p>Stored values are taken as they are, never converted between colour spaces (Java would brighten grey images); 16-bit
 * samples are scaled from their full range. Palettes are looked up. Orientation tags are not followed.
 *
 * @param pixels row by row, channels interleaved
 * @param channels 1 or 3
 */
record DecodedImage(byte[] pixels, int channels, int height, int width) {
    /** Three times the largest mammogram; keeps a hostile file's header from asking for all memory. */
    private static final long MAX_PIXELS = 1L << 26;

    private static final int MAX_BITS = 16;

    /** @throws IOException whose message continues "the image FILE ..." */
    static DecodedImage read(Path file) throws IOException {
        try (var in = ImageIO.createImageInputStream(file.toFile())) {
            if (in == null) {
                throw new IOException("cannot be opened");
            }
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("is in no known format, must be JPEG, PNG, TIFF, BMP or GIF");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MAX_PIXELS) {
                    throw new IOException("has " + pixels + " pixels, must have at most " + MAX_PIXELS);
                }
                return of(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (RuntimeException e) {
            // Decoders answer some broken files with IllegalArgument, IndexOutOfBounds and the like.
            throw new IOException("is broken (" + e + ")", e);
        } catch (javax.imageio.IIOException | java.io.EOFException e) {
            throw new IOException("is broken (" + e.getMessage() + ")", e);
        }
    }

    private static DecodedImage of(BufferedImage image) throws IOException {
        ColorModel model = image.getColorModel();
        if (model instanceof IndexColorModel palette) {
            return ofPalette(image, palette);
        }
        int colours = model.getNumColorComponents();
        int space = model.getColorSpace().getType();
        int bits = model.getComponentSize(0);
        boolean integers = image.getRaster().getTransferType() == DataBuffer.TYPE_BYTE
                || image.getRaster().getTransferType() == DataBuffer.TYPE_USHORT
                || image.getRaster().getTransferType() == DataBuffer.TYPE_INT;
        boolean greyOrRgb =
                space == ColorSpace.TYPE_GRAY && colours == 1 || space == ColorSpace.TYPE_RGB && colours == 3;
        if (!greyOrRgb || !integers || bits > MAX_BITS) {
            throw new IOException("has " + colours + " colour components of " + bits
                    + " bits, must be grey or RGB of at most " + MAX_BITS + " bits");
        }
        int most = (1 << bits) - 1;
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        byte[] pixels = new byte[Math.multiplyExact(image.getWidth() * image.getHeight(), colours)];
        int[] row = new int[image.getWidth() * bands];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, image.getWidth(), 1, row);
            for (int x = 0; x < row.length; x += bands) {
                requireOpaque(model, row, x + colours, bands > colours);
                for (int c = 0; c < colours; c++) {
                    pixels[at++] = (byte) ((row[x + c] * 255L + most / 2) / most);
                }
            }
        }
        return new DecodedImage(pixels, colours, image.getHeight(), image.getWidth());
    }

    private static void requireOpaque(ColorModel model, int[] row, int alphaAt, boolean alpha) throws IOException {
        if (alpha && row[alphaAt] != (1 << model.getComponentSize(model.getNumColorComponents())) - 1) {
            throw transparent();
        }
    }

    private static DecodedImage ofPalette(BufferedImage image, IndexColorModel palette) throws IOException {
        byte[] pixels = new byte[Math.multiplyExact(image.getWidth() * image.getHeight(), 3)];
        int[] row = new int[image.getWidth()];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRaster().getPixels(0, y, row.length, 1, row);
            for (int index : row) {
                if (palette.getAlpha(index) != 255) {
                    throw transparent();
                }
                pixels[at++] = (byte) palette.getRed(index);
                pixels[at++] = (byte) palette.getGreen(index);
                pixels[at++] = (byte) palette.getBlue(index);
            }
        }
        return new DecodedImage(pixels, 3, image.getHeight(), image.getWidth());
    }

    private static IOException transparent() {
        return new IOException("has transparent pixels, must be opaque");
    }
}
