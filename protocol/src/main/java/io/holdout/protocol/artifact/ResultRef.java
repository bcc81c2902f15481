package io.holdout.protocol.artifact;

import io.holdout.protocol.trial.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which result, and where it is kept: in an artifact of its own, or in one with others, a pack. Short trials end faster than
 * a disk can sync a file for each. A pack is the canonical JSON of its results, one a line.
 *
 * @param hash SHA-256 of the result's canonical JSON: equal results have an equal one, wherever they are kept
 * @param pack content hash of the pack; empty if the result has an artifact of its own
 */
public record ResultRef(String hash, String pack) {
    /** Reading one of a pack reads all: it stays this small. */
    public static final int MOST_IN_PACK = 64;

    private static final byte END = '\n';

    /**
     * One of a pack.
     *
     * @param result canonical JSON
     */
    public static ResultRef in(String pack, byte[] result) {
        return new ResultRef(CanonicalJson.sha256(result), pack);
    }

    /** Content hash of the artifact that has it. */
    public String artifact() {
        return pack.isEmpty() ? hash : pack;
    }

    /**
     * The verified bytes of the result; empty if they are gone or damaged.
     *
     * @param artifacts the verified bytes of an artifact, as {@link ArtifactStore#get} gives them
     */
    public Optional<byte[]> read(Function<String, Optional<byte[]>> artifacts) {
        Optional<byte[]> found = artifacts.apply(artifact());
        return pack.isEmpty() ? found : found.map(lines -> unpack(lines).get(hash));
    }

    /** The results of a pack by their hashes. */
    static Map<String, byte[]> unpack(byte[] lines) {
        var results = new HashMap<String, byte[]>();
        int from = 0;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] == END) {
                byte[] line = Arrays.copyOfRange(lines, from, i);
                results.put(CanonicalJson.sha256(line), line);
                from = i + 1;
            }
        }
        return results;
    }

    /**
     * The bytes of a pack.
     *
     * @param results canonical JSON, each without a line's end
     */
    public static byte[] pack(List<byte[]> results) {
        var lines = new ByteArrayOutputStream();
        for (byte[] result : results) {
            for (byte each : result) {
                if (each == END) {
                    throw new IllegalArgumentException("a result of more than one line is not canonical");
                }
            }
            lines.writeBytes(result);
            lines.write(END);
        }
        return lines.toByteArray();
    }
}
