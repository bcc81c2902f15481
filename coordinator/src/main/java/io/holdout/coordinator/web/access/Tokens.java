package io.holdout.coordinator.web.access;

import io.holdout.protocol.failure.HoldoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The secrets that open the interface, one a role. Its text never shows them.
 *
 * @param operator for whoever may change sweeps
 * @param reader for whoever may look
 */
public record Tokens(String operator, String reader) {
    /** 96 bits of a generated token in hex; fewer could be guessed. */
    public static final int SHORTEST = 24;

    private static final int BYTES = 24;

    /** @throws HoldoutException BAD_TOKEN if one is too short, has other than visible ASCII, or both are the same */
    public Tokens {
        require("operator", operator);
        require("reader", reader);
        if (operator.equals(reader)) {
            throw HoldoutException.user("BAD_TOKEN", "operator and reader have the same token; give each its own");
        }
    }

    private static void require(String role, String token) {
        if (token.length() < SHORTEST || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw HoldoutException.user(
                    "BAD_TOKEN",
                    "the token of the " + role + " has " + token.length() + " characters; it needs at least " + SHORTEST
                            + ", all of them visible ASCII");
        }
    }

    /** A new secret, 48 hex digits. */
    public static String generate() {
        byte[] token = new byte[BYTES];
        new SecureRandom().nextBytes(token);
        return HexFormat.of().formatHex(token);
    }

    /** The role that a token gives; empty if it is none of ours. Takes the same time whatever the token. */
    public Optional<Role> roleOf(String token) {
        boolean operates = same(token, operator);
        boolean reads = same(token, reader);
        return operates ? Optional.of(Role.OPERATOR) : reads ? Optional.of(Role.READER) : Optional.empty();
    }

    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Tokens[hidden]";
    }
}
