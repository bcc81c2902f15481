package io.holdout.cli.chaos;

import java.util.Optional;

/** One kind of harm, done only to what the campaign made. */
interface Fault {
    /**
     * Does the harm.
     *
     * @return empty if there is nothing that it could be done to right now; it is then asked again
     */
    Optional<Harm> inflict(PlannedFault fault, Scene scene);
}
