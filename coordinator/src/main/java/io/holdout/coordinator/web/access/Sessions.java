package io.holdout.coordinator.web.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Cookies of the page: role, end and a random part, signed with a key that follows from the tokens. Nothing is kept, so
 * a cookie outlives the coordinator that gave it, and another token ends all of them.
 */
public final class Sessions {
    /** People watch a sweep for weeks. */
    public static final long LIFETIME_MILLIS = 30L * 24 * 60 * 60 * 1000;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int NONCE_BYTES = 12;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    public Sessions(Tokens tokens) {
        byte[] secret = (tokens.operator() + "\n" + tokens.reader()).getBytes(StandardCharsets.UTF_8);
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** A cookie's value: letters, digits and dots. */
    public String open(Role role, long nowMillis) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String claim = role.name() + "." + (nowMillis + LIFETIME_MILLIS) + "."
                + HexFormat.of().formatHex(nonce);
        return claim + "." + sign("session " + claim);
    }

    /** The role that a cookie gives; empty if we did not sign it, or it is over. */
    public Optional<Role> roleOf(String cookie, long nowMillis) {
        int end = cookie.lastIndexOf('.');
        if (end < 0 || !Tokens.same(sign("session " + cookie.substring(0, end)), cookie.substring(end + 1))) {
            return Optional.empty();
        }
        String[] parts = cookie.split("\\.", -1);
        return Long.parseLong(parts[1]) > nowMillis ? Optional.of(Role.valueOf(parts[0])) : Optional.empty();
    }

    /** What a page must send along with a change, so that no other site's page can make it: it cannot read this. */
    public String proofOf(String cookie) {
        return sign("proof " + cookie);
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
