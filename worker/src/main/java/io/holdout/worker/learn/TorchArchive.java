package io.holdout.worker.learn;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The zip archive that {@code torch.save} (since 1.6) and {@code torch.jit.save} write: one folder with
 * {@code data.pkl}, which describes tensors, and {@code data/KEY}, the bytes of one storage each, not compressed. A
 * TorchScript archive has {@code constants.pkl} and {@code code/} besides, which nobody here opens.
 */
final class TorchArchive implements Closeable {
    private static final String PICKLE = "data.pkl";

    private final ZipFile zip;
    private final String folder;

    /** @throws IllegalArgumentException if it is no such archive */
    TorchArchive(Path file) throws IOException {
        this.zip = new ZipFile(file.toFile());
        try {
            this.folder = folder();
        } catch (RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** Torch names the folder after the file it saved first. */
    private String folder() {
        List<String> pickles = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith("/" + PICKLE) && name.indexOf('/') == name.length() - PICKLE.length() - 1)
                .toList();
        if (pickles.size() != 1) {
            throw new IllegalArgumentException("it is a zip archive with " + pickles.size()
                    + " entries FOLDER/data.pkl, where PyTorch writes one");
        }
        String pickle = pickles.get(0);
        return pickle.substring(0, pickle.length() - PICKLE.length());
    }

    /** Whether it was written by {@code torch.jit.save}. */
    boolean isTorchScript() {
        return zip.getEntry(folder + "constants.pkl") != null;
    }

    /** @throws IllegalArgumentException if it does not describe tensors that are there */
    Map<String, StoredTensor> tensors() throws IOException {
        ByteOrder order = order();
        var tensors = new TreeMap<String, StoredTensor>();
        var pickle = new ByteArrayInputStream(small(PICKLE));
        StateDict.tensorsOf(new TorchUnpickler().load(pickle)).forEach((name, tensor) -> {
            StoredBytes bytes = storage(tensor.storage());
            tensors.put(name, tensor.stored(bytes, order));
        });
        return tensors;
    }

    /** Archives before PyTorch 2.1 do not say it; those were little-endian but for a few mainframes. */
    private ByteOrder order() throws IOException {
        if (zip.getEntry(folder + "byteorder") == null) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        String order = new String(small("byteorder"), StandardCharsets.US_ASCII);
        return switch (order) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw new IllegalArgumentException("its byte order is neither 'little' nor 'big'");
        };
    }

    private StoredBytes storage(TorchTensor.Storage storage) {
        ZipEntry entry = entry("data/" + storage.key());
        long expected = storage.bytes();
        if (entry.getSize() < expected) {
            throw new IllegalArgumentException("its entry " + entry.getName() + " has " + entry.getSize()
                    + " bytes, fewer than the " + expected + " of its storage");
        }
        return new StoredBytes() {
            @Override
            public long length() {
                return expected;
            }

            @Override
            public InputStream from(long offset) throws IOException {
                InputStream in = zip.getInputStream(entry);
                if (offset == 0) {
                    return new ChecksummedStream(in, entry);
                }
                in.skipNBytes(offset);
                return in;
            }
        };
    }

    private byte[] small(String name) throws IOException {
        ZipEntry entry = entry(name);
        if (entry.getSize() > TorchUnpickler.MAX_BYTES) {
            throw new IllegalArgumentException("its entry " + entry.getName() + " has " + entry.getSize()
                    + " bytes; at most " + TorchUnpickler.MAX_BYTES + " are read");
        }
        try (InputStream in = new ChecksummedStream(zip.getInputStream(entry), entry)) {
            return in.readNBytes(TorchUnpickler.MAX_BYTES);
        }
    }

    /** One that is there and stored as it is: what is compressed can be a thousand times what it seems. */
    private ZipEntry entry(String name) {
        ZipEntry entry = zip.getEntry(folder + name);
        if (entry == null) {
            throw new IllegalArgumentException("it lacks the entry " + folder + name);
        }
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
            throw new IllegalArgumentException(
                    "its entry " + entry.getName() + " is compressed, which PyTorch never does");
        }
        return entry;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
