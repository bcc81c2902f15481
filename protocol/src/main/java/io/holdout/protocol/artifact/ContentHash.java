package io.holdout.protocol.artifact;

import io.holdout.protocol.trial.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 that an artifact is called by. */
public final class ContentHash {
    private ContentHash() {}

    public static boolean isOne(String text) {
        return CanonicalJson.isSha256(text);
    }

    /** @throws IllegalArgumentException if it is none: a name must never lead out of a store */
    public static String require(String text) {
        if (!isOne(text)) {
            throw new IllegalArgumentException("not a content hash: '" + text + "'");
        }
        return text;
    }

    public static String of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return copy(in, OutputStream.nullOutputStream());
        }
    }

    /** Copies all of a stream; gives the hash of what was copied. */
    public static String copy(InputStream in, OutputStream out) throws IOException {
        try {
            var hashing = new DigestOutputStream(out, MessageDigest.getInstance("SHA-256"));
            in.transferTo(hashing);
            return HexFormat.of().formatHex(hashing.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
