package io.holdout.cli.chaos;

import java.nio.file.Path;
import java.util.Optional;

/** One kind of harm, done only to what the campaign made. */
interface Fault {
    /**
     * Does the harm.
     *
     * @param home of the sweep that runs
     * @return empty if there is nothing that it could be done to right now; it is then asked again
     */
    Optional<Harm> inflict(PlannedFault fault, Path home);
}
