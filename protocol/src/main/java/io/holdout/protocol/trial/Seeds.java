package io.holdout.protocol.trial;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Derives independent seeds from a base and a purpose, so that no random draw depends on what was drawn before it. */
public final class Seeds {
    private Seeds() {}

    /**
     * The first 8 bytes of SHA-256 over the base and the purposes.
     *
     * @param purposes what the draw is for, such as {@code "episode", "17"}; order matters
     */
    public static long derive(long base, Object... purposes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(base).flip());
            for (Object purpose : purposes) {
                digest.update((byte) 0);
                digest.update(String.valueOf(purpose).getBytes(StandardCharsets.UTF_8));
            }
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
