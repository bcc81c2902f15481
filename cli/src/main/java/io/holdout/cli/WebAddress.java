package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.net.URI;
import java.util.List;

/** Where something is fetched from. */
final class WebAddress {
    private WebAddress() {}

    /** @throws HoldoutException BAD_URL naming the option */
    static void require(String option, URI address) {
        if (!List.of("http", "https").contains(String.valueOf(address.getScheme())) || address.getHost() == null) {
            throw HoldoutException.user(
                    "BAD_URL", option + " is '" + address + "', and must begin with http:// or https:// and a host");
        }
    }
}
