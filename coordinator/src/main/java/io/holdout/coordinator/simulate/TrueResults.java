package io.holdout.coordinator.simulate;

import io.holdout.coordinator.plan.PlannedTrial;
import io.holdout.protocol.trial.CanonicalJson;
import io.holdout.protocol.trial.TrialResult;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The result that each trial has, worked out when it is first asked for: a search adds trials while it goes on. */
final class TrueResults {
    private final Map<Integer, Known> known = new HashMap<>();
    private final Map<String, byte[]> contents = new HashMap<>();

    /** @param otherHash what the trial would come to on a machine that computes differently */
    private record Known(TrialResult result, String hash, String otherHash) {}

    private Known known(PlannedTrial trial) {
        return known.computeIfAbsent(trial.index(), index -> {
            TrialResult result = FabricatedResults.of(trial.spec(), 0);
            result.artifacts().forEach(hash -> contents.put(hash, new byte[0]));
            return new Known(result, keep(result), keep(FabricatedResults.of(trial.spec(), 1)));
        });
    }

    private String keep(TrialResult result) {
        byte[] bytes = result.canonicalForm().getBytes(StandardCharsets.UTF_8);
        String hash = CanonicalJson.sha256(bytes);
        contents.put(hash, bytes);
        return hash;
    }

    TrialResult of(PlannedTrial trial) {
        return known(trial).result();
    }

    String hash(PlannedTrial trial) {
        return known(trial).hash();
    }

    String otherHash(PlannedTrial trial) {
        return known(trial).otherHash();
    }

    byte[] content(String hash) {
        byte[] bytes = contents.get(hash);
        if (bytes == null) {
            throw new IllegalArgumentException("nobody made " + hash);
        }
        return bytes;
    }
}
