package io.holdout.cli.chaos;

import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Namespaces of Linux for the campaign alone: its own processes, mounts and network. Cables can be cut and disks filled
 * there without anybody else noticing, and when its first process ends, however it does, the kernel ends all others,
 * frozen or not, and takes everything back.
 *
 * @param network whether the network is its own, too
 */
public record Sandbox(boolean network) {
    /** Tells the process inside where it is: {@code network} or {@code mounts}. */
    public static final String VARIABLE = "HOLDOUT_CHAOS_SANDBOX";

    /** Preferences of routing rules that cut; below that of the table of local addresses. */
    static final int FIRST_RULE = 10;

    static final int RULES = 80;
    private static final String LOCAL_RULE = "100";
    private static final String COORDINATOR = "127.0.0.1";

    /** Where this process is; empty outside. */
    public static Optional<Sandbox> current() {
        String variable = System.getenv(VARIABLE);
        return variable == null ? Optional.empty() : Optional.of(new Sandbox(variable.equals("network")));
    }

    /**
     * What to put before a command so that it runs in a sandbox; empty where that is impossible: not on Linux, no
     * {@code unshare}, or neither root nor allowed to make user namespaces.
     */
    public static Optional<List<String>> prefix(boolean network) {
        var base = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"));
        if (network) {
            base.add("--net");
        }
        var asUser = new ArrayList<>(base);
        asUser.addAll(List.of("--user", "--map-root-user"));
        for (List<String> prefix : List.of(base, asUser)) {
            var attempt = new ArrayList<>(prefix);
            attempt.add("true");
            if (Commands.succeeds(attempt)) {
                return Optional.of(List.copyOf(prefix));
            }
        }
        return Optional.empty();
    }

    /**
     * Makes the network usable, with a place for rules before the table of local addresses, which comes first otherwise.
     *
     * @throws HoldoutException COMMAND_FAILED if there is no {@code ip}, or a kernel without routing rules
     */
    void raiseNetwork() {
        Commands.run(List.of("ip", "link", "set", "lo", "up"));
        Commands.run(List.of("ip", "rule", "add", "pref", LOCAL_RULE, "lookup", "local"));
        Commands.run(List.of("ip", "rule", "del", "pref", "0"));
    }

    /** A worker's address inside: one for each number at the end of its name. */
    public static String addressOf(String node) {
        int digits = node.length();
        while (digits > 0 && Character.isDigit(node.charAt(digits - 1))) {
            digits--;
        }
        if (digits == node.length() || !node.startsWith("worker")) {
            return COORDINATOR;
        }
        int number = Integer.parseInt(node.substring(digits));
        return "127.0." + (1 + number / 250) + "." + (1 + number % 250);
    }

    /** Gives a folder a small disk of its own. */
    void mountDisk(Path folder, int mebibytes) {
        Commands.run(List.of(
                "mount", "-t", "tmpfs", "-o", "mode=700,size=" + mebibytes + "m", "holdout-chaos", folder.toString()));
    }

    void unmountDisk(Path folder) {
        Commands.run(List.of("umount", folder.toString()));
    }
}
