package io.holdout.worker.data;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's file format for integer arrays of one or two dimensions.
 *
 * @param rows first dimension
 * @param columns second dimension; 1 for one dimension
 * @param values row by row
 */
record Npy(int rows, int columns, long[] values) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int LAST_VERSION = 3;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<|>=])([biu])([1248])'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*False");
    private static final Pattern SHAPE =
            Pattern.compile("'shape'\\s*:\\s*\\(\\s*(\\d{1,9})\\s*,?\\s*(\\d{0,9})\\s*\\)");

    /** Nine times 1,000,000 images with 14 labels of 8 bytes, more than any file of labels; a wrong file is not read in. */
    private static final long MAX_BYTES = 1L << 30;

    /** @throws HoldoutException DATA_MISSING or DATA_UNREADABLE naming the file and what was found */
    static Npy read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw HoldoutException.user("DATA_MISSING", "there is no file " + file);
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw bad(file, "has " + Files.size(file) + " bytes, must be at most " + MAX_BYTES);
            }
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < MAGIC.length; i++) {
                if (bytes.length <= ALIGNMENT || bytes[i] != MAGIC[i]) {
                    throw bad(file, "is not a .npy file");
                }
            }
            if (bytes[6] < 1 || bytes[6] > LAST_VERSION) {
                throw bad(file, "is of version " + bytes[6] + " of the format, must be 1 to " + LAST_VERSION);
            }
            var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            boolean first = bytes[6] == 1;
            int length = first ? buffer.getShort(8) & 0xffff : buffer.getInt(8);
            int start = first ? 10 : 12;
            if (length < 0 || length > bytes.length - start) {
                throw bad(file, "is cut off in its header");
            }
            return body(file, new String(bytes, start, length, StandardCharsets.US_ASCII), buffer, start + length);
        } catch (IOException e) {
            throw HoldoutException.infrastructure("DATA_UNREADABLE", "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static Npy body(Path file, String header, ByteBuffer buffer, int at) {
        Matcher type = TYPE.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!type.find()
                || !shape.find()
                || !ORDER.matcher(header).find()
                || type.group(1).equals(">")) {
            throw bad(
                    file,
                    "has the header " + header.strip()
                            + ", must hold little-endian integers in C order, of one or two dimensions");
        }
        long rows = Long.parseLong(shape.group(1));
        long columns = shape.group(2).isEmpty() ? 1 : Long.parseLong(shape.group(2));
        int width = Integer.parseInt(type.group(3));
        if (rows * columns * width != buffer.capacity() - at) {
            throw bad(
                    file,
                    "claims " + rows + " x " + columns + " values of " + width + " bytes, but holds "
                            + (buffer.capacity() - at) + " bytes");
        }
        boolean signed = type.group(2).equals("i");
        long[] values = new long[Math.toIntExact(rows * columns)];
        for (int i = 0; i < values.length; i++) {
            int position = at + i * width;
            values[i] = switch (width) {
                case 1 -> signed ? buffer.get(position) : buffer.get(position) & 0xff;
                case 2 -> signed ? buffer.getShort(position) : buffer.getShort(position) & 0xffff;
                case 4 -> signed ? buffer.getInt(position) : buffer.getInt(position) & 0xffffffffL;
                default -> buffer.getLong(position);
            };
        }
        return new Npy((int) rows, (int) columns, values);
    }

    /** int64 in C order; one dimension if there is one column and {@code flat}. */
    byte[] write(boolean flat) {
        String shape = flat ? "(" + rows + ",)" : "(" + rows + ", " + columns + ")";
        String dictionary = "{'descr': '<i8', 'fortran_order': False, 'shape': " + shape + ", }";
        int unpadded = 10 + dictionary.length() + 1;
        String header = dictionary + " ".repeat((ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT) + "\n";
        var buffer = ByteBuffer.allocate(10 + header.length() + values.length * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
        buffer.put(header.getBytes(StandardCharsets.US_ASCII));
        for (long value : values) {
            buffer.putLong(value);
        }
        return buffer.array();
    }

    private static HoldoutException bad(Path file, String what) {
        return HoldoutException.user("DATA_UNREADABLE", file + " " + what);
    }
}
