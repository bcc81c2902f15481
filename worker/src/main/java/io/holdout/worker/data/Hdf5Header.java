package io.holdout.worker.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The header of an HDF5 file that holds one contiguous uint8 dataset, {@code images}, from byte 2048 on, laid out as h5py
 * does (HDF5 file format specification 1.1: superblock 0, symbol-table group, object headers of version 1). Libraries for
 * Java write bytes as signed, which readers of MedIMeta refuse.
 */
final class Hdf5Header {
    static final int DATA_ADDRESS = 2048;

    private static final long UNDEFINED = -1;
    private static final int ROOT_HEADER = 96;
    private static final int TREE = 136;
    private static final int HEAP = 680;
    private static final int HEAP_DATA = 712;
    private static final int HEAP_BYTES = 88;
    private static final int SYMBOLS = 800;
    private static final int DATASET_HEADER = 1128;
    private static final int NAME_OFFSET = 8;

    private Hdf5Header() {}

    /** @param shape of the dataset: N,H,W or N,H,W,3 */
    static byte[] of(long... shape) {
        long bytes = 1;
        for (long side : shape) {
            bytes *= side;
        }
        var b = ByteBuffer.allocate(DATA_ADDRESS).order(ByteOrder.LITTLE_ENDIAN);
        superblock(b, DATA_ADDRESS + bytes);
        rootGroup(b);
        dataset(b, shape, bytes);
        return b.array();
    }

    private static void superblock(ByteBuffer b, long endOfFile) {
        b.put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'});
        b.put(new byte[] {0, 0, 0, 0, 0, 8, 8, 0});
        b.putShort((short) 4).putShort((short) 16).putInt(0);
        b.putLong(0).putLong(UNDEFINED).putLong(endOfFile).putLong(UNDEFINED);
        b.putLong(0).putLong(ROOT_HEADER).putInt(1).putInt(0).putLong(TREE).putLong(HEAP);
    }

    private static void rootGroup(ByteBuffer b) {
        b.position(ROOT_HEADER);
        objectHeader(b, 1, 24);
        message(b, 0x11, 16, 0);
        b.putLong(TREE).putLong(HEAP);
        b.position(TREE);
        b.put(ascii("TREE")).put((byte) 0).put((byte) 0).putShort((short) 1);
        b.putLong(UNDEFINED).putLong(UNDEFINED).putLong(0).putLong(SYMBOLS).putLong(NAME_OFFSET);
        b.position(HEAP);
        b.put(ascii("HEAP"))
                .putInt(0)
                .putLong(HEAP_BYTES)
                .putLong(2 * NAME_OFFSET)
                .putLong(HEAP_DATA);
        b.position(HEAP_DATA + NAME_OFFSET);
        b.put(ascii("images"));
        b.position(HEAP_DATA + 2 * NAME_OFFSET);
        b.putLong(1).putLong(HEAP_BYTES - 2 * NAME_OFFSET);
        b.position(SYMBOLS);
        b.put(ascii("SNOD")).put((byte) 1).put((byte) 0).putShort((short) 1);
        b.putLong(NAME_OFFSET)
                .putLong(DATASET_HEADER)
                .putInt(0)
                .putInt(0)
                .putLong(0)
                .putLong(0);
    }

    private static void dataset(ByteBuffer b, long[] shape, long bytes) {
        int dataspace = 8 + 8 * shape.length;
        b.position(DATASET_HEADER);
        objectHeader(b, 4, 4 * 8 + dataspace + 16 + 8 + 24);
        message(b, 0x1, dataspace, 0);
        b.put((byte) 1).put((byte) shape.length).put((byte) 0).put((byte) 0).putInt(0);
        for (long side : shape) {
            b.putLong(side);
        }
        message(b, 0x3, 16, 1);
        b.putInt(0x10).putInt(1).putShort((short) 0).putShort((short) 8).putInt(0);
        message(b, 0x5, 8, 1);
        b.put(new byte[] {2, 2, 2, 1}).putInt(0);
        message(b, 0x8, 24, 0);
        b.put((byte) 3).put((byte) 1).putLong(DATA_ADDRESS).putLong(bytes);
    }

    private static void objectHeader(ByteBuffer b, int messages, int bytes) {
        b.put((byte) 1)
                .put((byte) 0)
                .putShort((short) messages)
                .putInt(1)
                .putInt(bytes)
                .putInt(0);
    }

    private static void message(ByteBuffer b, int type, int bytes, int flags) {
        b.putShort((short) type).putShort((short) bytes).put((byte) flags).put(new byte[3]);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
