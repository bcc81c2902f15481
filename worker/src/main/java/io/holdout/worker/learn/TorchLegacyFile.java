package io.holdout.worker.learn;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code torch.save} wrote before 1.6: pickles of a magic number, a version, facts about the machine, the
 * dictionary, and the keys of the storages in order; then each storage as a count and its elements.
 */
final class TorchLegacyFile {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final int VERSION = 1001;

    private TorchLegacyFile() {}

    /** @throws IllegalArgumentException if it is no such file */
    static Map<String, StoredTensor> tensors(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(TorchUnpickler.MAX_BYTES);
        }
        var pickles = new ByteArrayInputStream(head);
        require(MAGIC, new TorchUnpickler().load(pickles));
        require(VERSION, new TorchUnpickler().load(pickles));
        requireLittleEndian(new TorchUnpickler().load(pickles));
        var unpickler = new TorchUnpickler();
        Map<String, TorchTensor> described = StateDict.tensorsOf(unpickler.load(pickles));
        var keys = (List<?>) new TorchUnpickler().load(pickles);
        Map<String, StoredBytes> bytes = locate(file, head.length - pickles.available(), keys, unpickler.storages());
        var tensors = new TreeMap<String, StoredTensor>();
        described.forEach((name, tensor) -> {
            StoredBytes own = bytes.get(tensor.storage().key());
            if (own == null) {
                throw new IllegalArgumentException("it lacks the storage of '" + name + "'");
            }
            tensors.put(name, tensor.stored(own, ByteOrder.LITTLE_ENDIAN));
        });
        return tensors;
    }

    private static void require(Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new IllegalArgumentException("it is a pickle, but none that torch.save wrote");
        }
    }

    private static void requireLittleEndian(Object facts) {
        if (facts instanceof Map<?, ?> map && Boolean.FALSE.equals(map.get("little_endian"))) {
            throw new IllegalArgumentException(
                    "it was written on a big-endian machine; load and save it with PyTorch 1.6 or newer");
        }
    }

    private static Map<String, StoredBytes> locate(
            Path file, long start, List<?> keys, Map<String, TorchTensor.Storage> storages) throws IOException {
        var located = new HashMap<String, StoredBytes>();
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long at = start;
            for (Object key : keys) {
                TorchTensor.Storage storage = storages.get(String.valueOf(key));
                if (storage == null || count(channel, at) != storage.elements()) {
                    throw new IllegalArgumentException(
                            "its storage '" + key + "' is not the one that its pickle describes");
                }
                at += Long.BYTES;
                if (storage.bytes() > channel.size() - at) {
                    throw new EOFException("it is cut off within storage '" + key + "'");
                }
                located.put(storage.key(), StoredBytes.of(file, at, storage.bytes()));
                at += storage.bytes();
            }
        }
        return located;
    }

    private static long count(FileChannel channel, long at) throws IOException {
        var count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (count.hasRemaining()) {
            if (channel.read(count, at + count.position()) < 0) {
                throw new EOFException("it is cut off before a storage");
            }
        }
        return count.getLong(0);
    }
}
