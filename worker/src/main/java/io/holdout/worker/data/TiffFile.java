package io.holdout.worker.data;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Uncompressed 8-bit TIFF images, grey or RGB. */
final class TiffFile {
    private TiffFile() {}

    /** The file name of the image at a position: {@code images/000123.tiff}. */
    static String name(int index) {
        return String.format(java.util.Locale.ROOT, "images/%06d.tiff", index);
    }

    /** @param pixels row by row, channels interleaved */
    static byte[] encode(byte[] pixels, int channels, int height, int width) throws IOException {
        var image = new BufferedImage(
                width, height, channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        byte[] store = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        if (channels == 1) {
            System.arraycopy(pixels, 0, store, 0, store.length);
        } else {
            for (int p = 0; p < store.length; p += 3) {
                store[p] = pixels[p + 2];
                store[p + 1] = pixels[p + 1];
                store[p + 2] = pixels[p];
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        var bytes = new ByteArrayOutputStream(pixels.length + 1024);
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_DISABLED);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Pixels row by row, channels interleaved; null shape never: an image that is none is an {@link IOException}. */
    static Decoded decode(Path file) throws IOException {
        BufferedImage image;
        try (var in = Files.newInputStream(file)) {
            image = ImageIO.read(in);
        }
        if (image == null) {
            throw new IOException("not an image");
        }
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int[] values = raster.getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            pixels[i] = (byte) values[i];
        }
        return new Decoded(pixels, bands, image.getHeight(), image.getWidth());
    }

    /** A decoded image. */
    record Decoded(byte[] pixels, int channels, int height, int width) {}
}
