package io.holdout.cli.chaos;

import java.util.List;
import java.util.Optional;

/**
 * What the user's own commands do to the journal's database, such as stopping a node of Cassandra.
 *
 * @param breaks shell command that does the harm
 * @param mends shell command that ends it
 */
record JournalHook(String breaks, String mends) implements Fault {
    @Override
    public Optional<Harm> inflict(PlannedFault fault, Scene scene) {
        Commands.run(shell(breaks));
        return Optional.of(new Harm(
                "", "'%s' for %.1f s".formatted(breaks, fault.forMillis() / 1e3), () -> Commands.run(shell(mends))));
    }

    private static List<String> shell(String command) {
        return List.of("/bin/sh", "-c", command);
    }
}
