package io.holdout.worker.data;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Uncompressed 8-bit TIFF images, grey or RGB. */
final class TiffFile {
    private static final Pattern NAME = Pattern.compile("images/(\\d{6,9})\\.tiff");

    private TiffFile() {}

    /** The file name of the image at a position: {@code images/000123.tiff}. */
    static String name(int index) {
        return String.format(java.util.Locale.ROOT, "images/%06d.tiff", index);
    }

    /** The position that a name made by {@link #name} has; empty for any other name. */
    static OptionalInt position(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        int position = Integer.parseInt(matcher.group(1));
        return name(position).equals(name) ? OptionalInt.of(position) : OptionalInt.empty();
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
}
