package io.holdout.coordinator.web.notify;

import io.holdout.protocol.failure.HoldoutException;
import io.holdout.protocol.trial.CanonicalJson;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where notices go, and in which form. Its text never shows the secret, nor the address, which may hold one.
 *
 * @param secret signs what is sent; empty for no signature
 * @param slack whether the body is Slack's {@code {"text": ...}}; else it is the notice as JSON
 */
public record Webhook(URI address, String secret, boolean slack) {
    /** {@code sha256=} and the HMAC-SHA256, by the secret, of the time, a dot and the body. */
    static final String SIGNATURE = "X-Holdout-Signature";
    /** Seconds since 1970, so that an old message cannot be sent again. */
    static final String TIME = "X-Holdout-Timestamp";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ALGORITHM = "HmacSHA256";

    /** @throws HoldoutException BAD_WEBHOOK if the address is not of HTTP */
    public Webhook {
        if (!"http".equals(address.getScheme()) && !"https".equals(address.getScheme()) || address.getHost() == null) {
            throw HoldoutException.user(
                    "BAD_WEBHOOK",
                    "HOLDOUT_WEBHOOK has the scheme '" + address.getScheme() + "'; it must be http or https");
        }
    }

    HttpRequest request(Notice notice, long nowMillis) {
        String body = slack
                ? CanonicalJson.write(Map.of("text", "Holdout, " + notice.sweep() + ": " + notice.text()))
                : CanonicalJson.write(notice);
        String time = String.valueOf(nowMillis / 1000);
        var request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header(TIME, time)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return (secret.isEmpty() ? request : request.header(SIGNATURE, "sha256=" + sign(time + "." + body))).build();
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "Webhook[hidden]";
    }
}
