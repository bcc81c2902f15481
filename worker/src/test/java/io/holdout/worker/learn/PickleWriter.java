package io.holdout.worker.learn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.razorvine.pickle.Opcodes;

/** Writes a pickle opcode by opcode, the honest ones and the forged ones, and archives of torch around it. */
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleWriter() {
        op(Opcodes.PROTO).raw(new byte[] {2});
    }

    PickleWriter op(int... opcodes) {
        for (int opcode : opcodes) {
            out.write(opcode);
        }
        return this;
    }

    PickleWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    PickleWriter global(String module, String name) {
        return op(Opcodes.GLOBAL).line(module).line(name);
    }

    PickleWriter line(String text) {
        return raw((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    PickleWriter text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return op(Opcodes.BINUNICODE).int32(bytes.length).raw(bytes);
    }

    PickleWriter number(long number) {
        return op(Opcodes.LONG1, Long.BYTES)
                .raw(ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(number)
                        .array());
    }

    PickleWriter int32(int number) {
        return raw(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array());
    }

    PickleWriter tuple(long... numbers) {
        op(Opcodes.MARK);
        for (long number : numbers) {
            number(number);
        }
        return op(Opcodes.TUPLE);
    }

    /** A tensor over storage {@code key}, as torch writes one. */
    PickleWriter tensor(String storageClass, String key, long elements, long offset, long[] shape, long[] strides) {
        global("torch._utils", "_rebuild_tensor_v2").op(Opcodes.MARK, Opcodes.MARK);
        text("storage").global("torch", storageClass).text(key).text("cpu").number(elements);
        op(Opcodes.TUPLE, Opcodes.BINPERSID).number(offset).tuple(shape).tuple(strides);
        return op(Opcodes.NEWFALSE, Opcodes.NONE, Opcodes.TUPLE, Opcodes.REDUCE);
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** Ends a pickle of a dictionary of one tensor {@code w} in storage 0. */
    static byte[] dictionary(long elements, long offset, long[] shape, long... strides) {
        return new PickleWriter()
                .op(Opcodes.EMPTY_DICT)
                .text("w")
                .tensor("FloatStorage", "0", elements, offset, shape, strides)
                .op(Opcodes.SETITEM, Opcodes.STOP)
                .bytes();
    }

    /** An archive of {@code data.pkl} and the storage 0, which holds 0, 1, 2, ... as float32. */
    static Path archive(Path file, byte[] pickle, int elements) {
        return archive(file, pickle, floats(elements), ZipEntry.STORED, "little");
    }

    static Path archive(Path file, byte[] pickle, byte[] storage, int method, String order) {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "archive/data.pkl", pickle, ZipEntry.STORED);
            entry(zip, "archive/byteorder", order.getBytes(StandardCharsets.UTF_8), ZipEntry.STORED);
            entry(zip, "archive/data/0", storage, method);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] floats(int elements) {
        var buffer = ByteBuffer.allocate(elements * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            buffer.putFloat(i);
        }
        return buffer.array();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes, int method) throws IOException {
        var entry = new ZipEntry(name);
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
            var checksum = new CRC32();
            checksum.update(bytes);
            entry.setCrc(checksum.getValue());
            entry.setSize(bytes.length);
        }
        zip.putNextEntry(entry);
        zip.write(bytes);
    }
}
