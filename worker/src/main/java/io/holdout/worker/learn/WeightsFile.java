package io.holdout.worker.learn;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.BackboneSpec;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A file of weights from the outside world: what {@code torch.save} made of a state dict (today's zip archives and those
 * before 1.6), a TorchScript archive, or safetensors. Which of them is told by its bytes, never by its name, and nothing
 * in it is executed.
 *
 * <p>Floating-point tensors of 16, 32 and 64 bits count, as float32. If all names begin with {@code module.}, as torch's
 * DataParallel makes them, that is taken off. Values are read one tensor at a time, when they are asked for.
 */
public final class WeightsFile implements AutoCloseable {
    private static final int MAX_NAME_CHARS = 600;
    private static final String DATA_PARALLEL = "module.";
    /** Where a tar archive has its mark; torch.save made such files before 0.1.10. */
    private static final int TAR_MARK = 257;

    private final String what;
    private final WeightsFormat format;
    private final Map<String, StoredTensor> tensors;
    private final @Nullable Closeable open;

    private WeightsFile(
            String what, WeightsFormat format, Map<String, StoredTensor> tensors, @Nullable Closeable open) {
        this.what = what;
        this.format = format;
        tensors.keySet().forEach(WeightsFile::requirePrintable);
        this.tensors = withoutDataParallel(tensors);
        this.open = open;
    }

    /**
     * Opens a file and reads what is in it, but no values yet.
     *
     * @param what names it in errors
     * @throws HoldoutException NO_SUCH_FILE, BAD_WEIGHTS, WEIGHTS_UNREADABLE
     */
    public static WeightsFile open(Path file, String what) {
        if (!Files.isRegularFile(file)) {
            throw HoldoutException.user("NO_SUCH_FILE", what + " is no file");
        }
        try {
            WeightsFile opened = open(file, what, start(file));
            if (opened.tensors.isEmpty()) {
                opened.close();
                throw new IllegalArgumentException("it holds no tensors of floating-point numbers");
            }
            return opened;
        } catch (IOException e) {
            throw unreadable(what, e);
        } catch (RuntimeException e) {
            // of any type: a pickle is a program, and the library that reads it trusts that it is well-formed
            throw HoldoutException.user(
                    "BAD_WEIGHTS",
                    what + " cannot be used: "
                            + (e instanceof IllegalArgumentException ? e.getMessage() : "it is damaged (" + e + ")"));
        }
    }

    private static WeightsFile open(Path file, String what, byte[] start) throws IOException {
        // first, since the length that such a file begins with can look like anything
        if (SafetensorsLayout.isLikely(start)) {
            var tensors = SafetensorsLayout.tensors(StoredBytes.of(file, 0, Files.size(file)));
            return new WeightsFile(what, WeightsFormat.SAFETENSORS, tensors, null);
        }
        if (startsWith(start, "PK\3\4")) {
            var archive = new TorchArchive(file);
            try {
                WeightsFormat format = archive.isTorchScript() ? WeightsFormat.TORCHSCRIPT : WeightsFormat.STATE_DICT;
                return new WeightsFile(what, format, archive.tensors(), archive);
            } catch (IOException | RuntimeException e) {
                archive.close();
                throw e;
            }
        }
        if (startsWith(start, "\u0080")) {
            return new WeightsFile(what, WeightsFormat.STATE_DICT, TorchLegacyFile.tensors(file), null);
        }
        if (startsWith(Arrays.copyOfRange(start, Math.min(start.length, TAR_MARK), start.length), "ustar")) {
            throw new IllegalArgumentException(
                    "it is of a format that PyTorch left in 2017; load and save it with a newer one");
        }
        throw new IllegalArgumentException("it is neither a PyTorch file nor safetensors; it begins with the bytes "
                + HexFormat.ofDelimiter(" ").formatHex(start, 0, Math.min(start.length, 8)));
    }

    /** Names are printed where they do not fit, and a terminal obeys control characters. */
    private static void requirePrintable(String name) {
        if (name.length() > MAX_NAME_CHARS || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a tensor has a name with control characters, or of more than " + MAX_NAME_CHARS + " characters");
        }
    }

    private static boolean startsWith(byte[] start, String mark) {
        return new String(start, StandardCharsets.ISO_8859_1).startsWith(mark);
    }

    private static byte[] start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(512);
        }
    }

    private static Map<String, StoredTensor> withoutDataParallel(Map<String, StoredTensor> tensors) {
        if (!tensors.keySet().stream().allMatch(name -> name.startsWith(DATA_PARALLEL))) {
            return tensors;
        }
        var stripped = new TreeMap<String, StoredTensor>();
        tensors.forEach((name, tensor) -> stripped.put(name.substring(DATA_PARALLEL.length()), tensor));
        return stripped;
    }

    public WeightsFormat format() {
        return format;
    }

    /** All that keeps these weights from being those of a backbone, each in words; empty if they fit. */
    public List<String> mismatches(BackboneSpec backbone) {
        var shapes = new LinkedHashMap<String, long[]>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return WeightsFit.mismatches(shapes, Backbones.of(backbone));
    }

    /**
     * Writes a backbone's weights as safetensors. The bytes are a function of these weights alone: not of the format they
     * were in, nor of what else was in it.
     *
     * @throws HoldoutException BAD_WEIGHTS, WEIGHTS_UNREADABLE
     * @throws IllegalStateException if they do not fit
     * @throws IOException if {@code out} does not take them
     */
    public void write(BackboneSpec backbone, OutputStream out) throws IOException {
        if (!mismatches(backbone).isEmpty()) {
            throw new IllegalStateException(what + " does not fit " + backbone);
        }
        Safetensors.write(Backbones.of(backbone).shapes(), this::values, out);
    }

    private float[] values(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalStateException(what + " has no " + name);
        }
        try {
            return tensor.values();
        } catch (IOException e) {
            throw unreadable(what, e);
        }
    }

    /** The SHA-256 of what {@link #write} writes: equal weights have equal ones, whatever file they come in. */
    public String contentHash(BackboneSpec backbone) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            write(backbone, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new IllegalStateException("every Java has SHA-256, and a digest takes all bytes", e);
        }
    }

    private static HoldoutException unreadable(String what, IOException e) {
        return e instanceof EOFException || e instanceof ZipException
                ? HoldoutException.user("BAD_WEIGHTS", what + " is damaged or cut off: " + e.getMessage())
                : HoldoutException.infrastructure("WEIGHTS_UNREADABLE", "cannot read " + what + ": " + e, e);
    }

    @Override
    public void close() {
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            throw unreadable(what, e);
        }
    }
}
