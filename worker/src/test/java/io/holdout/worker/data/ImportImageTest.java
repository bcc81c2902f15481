package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportImageTest {
    @TempDir
    Path folder;

    @Test
    void keeps_an_image_of_the_right_size_as_it_is() throws IOException {
        BufferedImage image = SourceFolder.grey(8, 8, 0);
        byte[] expected = new byte[64];
        for (int p = 0; p < 64; p++) {
            image.getRaster().setSample(p % 8, p / 8, 0, 4 * p);
            expected[p] = (byte) (4 * p);
        }
        assertArrayEquals(expected, imported(image, 1, 8));
    }

    @Test
    void keeps_the_middle_of_an_oblong_image() throws IOException {
        BufferedImage image = SourceFolder.grey(16, 8, 255);
        for (int y = 0; y < 8; y++) {
            for (int x = 4; x < 12; x++) {
                image.getRaster().setSample(x, y, 0, 77);
            }
        }
        for (byte pixel : imported(image, 1, 8)) {
            assertEquals(77, pixel);
        }
    }

    @Test
    void averages_when_it_shrinks_so_that_a_fine_pattern_turns_grey() throws IOException {
        BufferedImage image = SourceFolder.grey(64, 64, 0);
        for (int p = 0; p < 64 * 64; p++) {
            image.getRaster().setSample(p % 64, p / 64, 0, (p % 64 + p / 64) % 2 == 0 ? 255 : 0);
        }
        for (byte pixel : imported(image, 1, 8)) {
            assertEquals(128, pixel & 0xff, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_BYTE_INDEXED
            })
    void reads_red_green_and_blue_in_order_from_every_layout(int type) throws IOException {
        var image = new BufferedImage(8, 8, type);
        for (int p = 0; p < 64; p++) {
            image.setRGB(p % 8, p / 8, 0xff_ff_99_00);
        }
        byte[] pixels = imported(image, 3, 8);
        assertArrayEquals(new byte[] {(byte) 0xff, (byte) 0x99, 0}, java.util.Arrays.copyOf(pixels, 3));
    }

    @Test
    void repeats_grey_for_rgb_and_weighs_rgb_for_grey() throws IOException {
        assertArrayEquals(
                new byte[] {50, 50, 50}, java.util.Arrays.copyOf(imported(SourceFolder.grey(8, 8, 50), 3, 8), 3));
        var green = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < 64; p++) {
            green.setRGB(p % 8, p / 8, 0x00ff00);
        }
        assertEquals(150, imported(green, 1, 8)[0] & 0xff, "0.587 x 255");
    }

    @Test
    void scales_sixteen_bits_from_their_full_range() throws IOException {
        var image = new BufferedImage(8, 8, BufferedImage.TYPE_USHORT_GRAY);
        for (int p = 0; p < 64; p++) {
            image.getRaster().setSample(p % 8, p / 8, 0, 0x8080);
        }
        assertEquals(0x80, imported(image, 1, 8)[0] & 0xff);
    }

    @Test
    void refuses_transparent_pixels() {
        var image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB);
        var error = assertThrows(IOException.class, () -> imported(image, 3, 8));
        assertEquals("has transparent pixels, must be opaque", error.getMessage());
    }

    @Test
    void refuses_a_file_cut_in_the_middle() throws IOException {
        Path file = folder.resolve("cut.png");
        BufferedImage image = SourceFolder.grey(64, 64, 0);
        for (int p = 0; p < 64 * 64; p++) {
            image.getRaster().setSample(p % 64, p / 64, 0, p * 31 % 255);
        }
        ImageIO.write(image, "png", file.toFile());
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        var error = assertThrows(IOException.class, () -> DecodedImage.read(file));
        assertTrue(error.getMessage().startsWith("is broken"), error.getMessage());
    }

    private byte[] imported(BufferedImage image, int channels, int size) throws IOException {
        Path file = folder.resolve("image.png");
        ImageIO.write(image, "png", file.toFile());
        byte[] pixels = new byte[size * size * channels];
        new ImportImage(channels, size).read(file, pixels);
        return pixels;
    }
}
