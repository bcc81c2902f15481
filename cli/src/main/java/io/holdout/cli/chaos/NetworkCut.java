package io.holdout.cli.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Packets from or to a worker vanish for a while, as with an unplugged cable: all of them, or one way only. Workers have
 * addresses of their own in a network that only this campaign sees ({@link Sandbox}); a routing rule swallows what comes
 * from or goes to one of them.
 */
final class NetworkCut implements Fault {
    private enum Way {
        BOTH("cut off", true, true),
        DEAF("deaf", false, true),
        MUTE("mute", true, false);

        private final String words;
        private final boolean from;
        private final boolean to;

        Way(String words, boolean from, boolean to) {
            this.words = words;
            this.from = from;
            this.to = to;
        }

        List<String> selectors() {
            return from && to ? List.of("from", "to") : from ? List.of("from") : List.of("to");
        }
    }

    @Override
    public Optional<Harm> inflict(PlannedFault fault, Scene scene) {
        return Nodes.pick(fault, scene, Nodes.Role.WORKER).map(node -> cut(fault, node.name()));
    }

    private static Harm cut(PlannedFault fault, String worker) {
        Way way = fault.choose(2, 2) == 0 ? Way.BOTH : fault.choose(2, 3) == 0 ? Way.DEAF : Way.MUTE;
        String address = Sandbox.addressOf(worker);
        // a preference of its own, so that two cuts at once do not mend each other
        String preference = String.valueOf(Sandbox.FIRST_RULE + fault.number() % Sandbox.RULES);
        var undone = new ArrayList<List<String>>();
        for (String selector : way.selectors()) {
            Commands.run(List.of("ip", "rule", "add", "pref", preference, selector, address, "blackhole"));
            undone.add(List.of("ip", "rule", "del", "pref", preference, selector, address, "blackhole"));
        }
        return new Harm(
                worker,
                "%s %s for %.1f s".formatted(worker, way.words, fault.forMillis() / 1e3),
                () -> undone.forEach(Commands::succeeds));
    }
}
