package io.holdout.cli;

import io.holdout.protocol.failure.HoldoutException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pekko.actor.Address;

/** Reads {@code HOST:PORT,...}: the nodes of a cluster through which another joins it. */
final class Seeds {
    private static final Pattern FORM = Pattern.compile("(\\S+):([0-9]{1,5})");

    private Seeds() {}

    /** @throws HoldoutException BAD_ADDRESS naming the part that is wrong */
    static List<Address> parse(String text) {
        return Stream.of(text.split(",", -1)).map(Seeds::one).toList();
    }

    private static Address one(String text) {
        Matcher form = FORM.matcher(text);
        int port = form.matches() ? Integer.parseInt(form.group(2)) : 0;
        if (port < 1 || port > 65_535) {
            throw HoldoutException.user(
                    "BAD_ADDRESS", "'" + text + "' is no address to join; it must be HOST:PORT, such as 10.0.0.1:7600");
        }
        return new Address("pekko", ClusterConfig.SYSTEM, form.group(1), port);
    }
}
