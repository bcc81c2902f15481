package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({
        "|b1, 1, 01 00 01, 1 0 1",
        "|u1, 1, 00 ff 07, 0 255 7",
        "|i1, 1, 00 ff 07, 0 -1 7",
        "<i2, 1, 0100 ffff 0080, 1 -1 -32768",
        "<u2, 2, 0100 ffff 0080, 1 65535 32768",
        "<i4, 1, 01000000 ffffffff 00000080, 1 -1 -2147483648",
        "<u4, 3, 01000000 ffffffff 00000080, 1 4294967295 2147483648",
        "<i8, 2, 0100000000000000 ffffffffffffffff 0000000000000080, 1 -1 -9223372036854775808",
    })
    void reads_integers_of_every_width(String type, int version, String bytes, String values) throws IOException {
        Npy npy = read(npy(version, header(type, "False", "(3,)"), bytes));
        assertEquals(3, npy.rows());
        assertEquals(1, npy.columns());
        assertArrayEquals(longs(values), npy.values());
    }

    @Test
    void reads_two_dimensions_row_by_row() throws IOException {
        Npy npy = read(npy(1, header("|u1", "False", "(2, 3)"), "01 02 03 04 05 06"));
        assertEquals(2, npy.rows());
        assertEquals(3, npy.columns());
        assertArrayEquals(new long[] {1, 2, 3, 4, 5, 6}, npy.values());
    }

    @Test
    void reads_what_it_writes() throws IOException {
        byte[] bytes = new Npy(2, 2, new long[] {1, -2, 3, Long.MAX_VALUE}).write(false);
        assertArrayEquals(new long[] {1, -2, 3, Long.MAX_VALUE}, read(bytes).values());
        assertEquals(0, (bytes.length - 4 * Long.BYTES) % 64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<f8; False; (1,); little-endian integers",
                ">i8; False; (1,); little-endian integers",
                "|O; False; (1,); little-endian integers",
                "<i8; True; (1,); C order",
                "<i8; False; (); one or two dimensions",
                "<i8; False; (1, 1, 1); one or two dimensions",
                "<i8; False; (99999999999,); one or two dimensions",
                "<i8; False; (2,); claims 2 x 1 values of 8 bytes, but holds 8 bytes",
                "<i8; False; (999999999, 999999999); but holds 8 bytes",
            })
    void refuses_other_arrays_saying_what_was_found(String type, String order, String shape, String expected)
            throws IOException {
        assertTrue(refusal(npy(1, header(type, order, shape), "00 00 00 00 00 00 00 00"))
                .contains(expected));
    }

    @Test
    void refuses_what_is_no_array() throws IOException {
        assertTrue(refusal(new byte[0]).contains("is not a .npy file"));
        assertTrue(refusal("label\n1\n2\n".repeat(20).getBytes(StandardCharsets.US_ASCII))
                .contains("not a .npy"));
        assertTrue(refusal(npy(9, header("<i8", "False", "(1,)"), "00")).contains("version 9"));
    }

    @Test
    void refuses_a_header_longer_than_the_file() throws IOException {
        byte[] bytes = npy(2, header("|u1", "False", "(1,)"), "00");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(8, Integer.MAX_VALUE);
        assertTrue(refusal(bytes).contains("cut off in its header"));
    }

    private static String header(String type, String order, String shape) {
        return "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }" + " ".repeat(40)
                + "\n";
    }

    private static byte[] npy(int version, String header, String hex) {
        var length = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
        if (version == 1) {
            length.putShort((short) header.length());
        } else {
            length.putInt(header.length());
        }
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        bytes.writeBytes(length.array());
        bytes.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(java.util.HexFormat.of().parseHex(hex.replace(" ", "")));
        return bytes.toByteArray();
    }

    private static long[] longs(String values) {
        return java.util.Arrays.stream(values.split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private Npy read(byte[] bytes) throws IOException {
        return Npy.read(Files.write(root.resolve("labels.npy"), bytes));
    }

    private String refusal(byte[] bytes) {
        var e = assertThrows(HoldoutException.class, () -> read(bytes));
        assertEquals("DATA_UNREADABLE", e.failure().code());
        assertTrue(e.getMessage().contains("labels.npy"), e.getMessage());
        return e.getMessage();
    }
}
